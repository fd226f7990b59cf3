import fc from 'fast-check';
import { afterAll } from 'vitest';
import { bringHome } from './bring-home.ts';
import { ModelStripe } from './model-stripe.ts';
import { moveWithClock } from './movable-clock.ts';
import { prepareDatabase } from './prepare-database.ts';
import { saleCommands } from './sale-commands.ts';
import { World } from './world.ts';

const counts = new Map<string, number>();
export const printCounts = () =>
  console.log(
    [...counts]
      .sort((a, b) => b[1] - a[1])
      .map(([k, n]) => `${n} ${k}`)
      .join('\n'),
  );
const beginning = fc.record({
  works: fc.integer({ min: 1, max: 3 }),
  buyers: fc.integer({ min: 2, max: 4 }),
  webhooks: fc.oneof({ weight: 4, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
});

/**
 * Gives this test file its Stripe, clock and database. To be called at its top.
 * @returns the function that lets so many random histories happen and @throws with the shortest one in which a rule is
 * broken; fast-check prints the seed and the path that make it again when they are passed in.
 */
export async function saleModel(): Promise<(runs: number, again?: { seed: number; path?: string }) => Promise<void>> {
  await prepareDatabase();
  moveWithClock();
  const stripe = new ModelStripe();
  process.env.STRIPE_API_URL = await stripe.listen();
  afterAll(() => stripe.close());
  const property = fc.asyncProperty(beginning, saleCommands, async (begun, commands) => {
    stripe.begin(process.env.STRIPE_SECRET_KEY ?? '');
    const world = new World(stripe, begun);
    await world.create();
    await fc.asyncModelRun(() => ({ model: world, real: world }), commands);
    await bringHome(world);
    for (const line of world.history) {
      const key = line
        .replace(/ \[.*/, '')
        .replace(/[0-9]+/g, 'N')
        .replace(/\w\w_\w+/g, 'ID')
        .slice(0, 150);
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    for (const order of world.seen.orders)
      counts.set(
        `END ${order.status} ${order.flag ?? ''}`.replace(/[0-9]+/g, 'N').slice(0, 80),
        (counts.get(`END ${order.status} ${order.flag ?? ''}`.replace(/[0-9]+/g, 'N').slice(0, 80)) ?? 0) + 1,
      );
    counts.set('RUNS', (counts.get('RUNS') ?? 0) + 1);
    counts.set('STEPS', (counts.get('STEPS') ?? 0) + world.history.length);
  });
  return (numRuns, again = undefined) =>
    fc.assert(property, { numRuns, ...again, includeErrorInReport: true, endOnFailure: process.env.END === '1' });
}
