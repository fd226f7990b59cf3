import fc from 'fast-check';
import { afterAll, expect } from 'vitest';
import { ORDER_STATUSES, type OrderStatus } from '#lib/domain/sale/sale.ts';
import { beginRates } from './buying-steps.ts';
import { ModelStripe } from './model-stripe.ts';
import { moveWithClock } from './movable-clock.ts';
import { prepareDatabase } from './prepare-database.ts';
import { reconcileAll } from './reconcile-all.ts';
import { saleCommands } from './sale-commands.ts';
import { World } from './world.ts';

/** Random histories in all. Two test files do a half each, so that two cores do. */
export const RUNS = 2_000;

const beginning = fc.record({
  works: fc.integer({ min: 1, max: 3 }),
  buyers: fc.integer({ min: 2, max: 4 }),
  webhooks: fc.oneof({ weight: 4, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
});

/**
 * Lets so many random histories happen: buyers, the artist, banks, webhooks in any order, crashes, lost answers, time.
 * @param again a seed; with the path that fast-check has printed of a failure, to see the same once more.
 * @throws with the shortest history in which something is not as it must be.
 */
export type CheckSales = (runs: number, again?: { seed: number; path?: string }) => Promise<void>;

/** Gives a test file its Stripe, clock and database. To be called at its top. */
export async function saleModel(): Promise<CheckSales> {
  await prepareDatabase();
  moveWithClock();
  const stripe = new ModelStripe();
  process.env.STRIPE_API_URL = await stripe.listen();
  afterAll(() => stripe.close());
  return async (numRuns, again) => {
    const reached = new Set<OrderStatus>();
    const property = fc.asyncProperty(beginning, saleCommands, async (begun, commands) => {
      stripe.begin(process.env.STRIPE_SECRET_KEY ?? '');
      const world = new World(stripe, begun);
      await world.create();
      await beginRates();
      try {
        await fc.asyncModelRun(() => ({ model: world, real: world }), commands);
        await reconcileAll(world);
      } catch (error) {
        for (const command of world.done) command.blame();
        throw error;
      } finally {
        await world.leave();
      }
      for (const status of world.reached) reached.add(status);
    });
    await fc.assert(property, { numRuns, ...again, includeErrorInReport: true });
    // Otherwise it would say nothing about what it has never seen.
    if (!again?.path) expect([...reached].sort()).toEqual([...ORDER_STATUSES].sort());
  };
}
