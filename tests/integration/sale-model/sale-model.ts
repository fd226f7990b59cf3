/** A model-based test of the sale: random histories against the real database and the Stripe emulator. */

import fc from 'fast-check';
import { afterAll, expect } from 'vitest';
import { ORDER_STATUSES, type OrderStatus } from '#lib/domain/sale/sale.ts';
import { setInitialRates } from './buying-steps.ts';
import { ModelStripe } from './model-stripe.ts';
import { installMovableClock } from './movable-clock.ts';
import { prepareDatabase } from './prepare-database.ts';
import { reconcileAll } from './reconcile-all.ts';
import { saleCommands } from './sale-commands.ts';
import { World } from './world.ts';

/** The number of random histories. Two test files run half of them each, to use two cores. */
export const TOTAL_RUNS = 400;

const initialStates = fc.record({
  works: fc.integer({ min: 1, max: 3 }),
  buyers: fc.integer({ min: 2, max: 4 }),
  webhooks: fc.oneof({ weight: 4, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
});

/**
 * Runs random histories: buyers, the artist, banks, webhooks in any order, crashes, lost responses, passing time.
 * @param runs how many histories.
 * @param replay a seed, with the path that fast-check printed for a failure, to repeat that failure.
 * @throws with the shortest history that breaks an invariant or an expectation.
 */
export type CheckSales = (runs: number, replay?: { seed: number; path?: string }) => Promise<void>;

/** Prepares the Stripe emulator, clock and database of a test file. Call it at the top of the file. */
export async function saleModel(): Promise<CheckSales> {
  await prepareDatabase();
  installMovableClock();
  const stripe = new ModelStripe();
  process.env.STRIPE_API_URL = await stripe.listen();
  afterAll(() => stripe.close());
  return async (numRuns, replay) => {
    const reached = new Set<OrderStatus>();
    const property = fc.asyncProperty(initialStates, saleCommands, async (initialState, commands) => {
      stripe.reset(process.env.STRIPE_SECRET_KEY ?? '');
      const world = new World(stripe, initialState);
      await world.create();
      await setInitialRates();
      try {
        await fc.asyncModelRun(() => ({ model: world, real: world }), commands);
        await reconcileAll(world);
      } catch (error) {
        for (const command of world.commands) command.markFailed();
        throw error;
      } finally {
        await world.cleanUp();
      }
      for (const status of world.reached) reached.add(status);
    });
    await fc.assert(property, { numRuns, ...replay, includeErrorInReport: true });
    // Otherwise the runs would prove nothing about the statuses that never occurred.
    if (!replay?.path) expect([...reached].sort()).toEqual([...ORDER_STATUSES].sort());
  };
}
