/** Time, crashes, Stripe outages and concurrency, as steps of a history. */

import { db } from '#lib/db.ts';
import { runClocks } from '../../../dev/stripe/payments/run-clocks.ts';
import type { Outage } from './model-stripe.ts';
import { advanceClock } from './movable-clock.ts';
import type { CrashPoint } from './prepare-database.ts';
import { type Step, settleAll } from './step.ts';
import type { World } from './world.ts';

const MAX_ATTEMPTS = 100;

export const passTime = (name: string, seconds: number): Step => ({
  name: `${name} pass`,
  applies: () => true,
  run: async ({ stripe }) => {
    await advanceClock(seconds);
    runClocks(stripe.emulator);
    return 'done';
  },
});

/** The step's process crashes at this point: its connection is cut and all its later writes fail. */
export const crashAt = (step: Step, point: CrashPoint): Step =>
  disturb(
    step,
    `${step.name}, and the process crashes at ${point === 'commit' ? 'its commit' : `its write to ${point}`}`,
    {
      start: async () => {
        await db().$executeRaw`INSERT INTO model.crash VALUES (${point})`;
      },
      stop: restoreDatabase,
      wrap: (simplerStep) => crashAt(simplerStep, point),
    },
  );

/** Gives the next process working connections. The pool may hand out dead ones until it notices that they ended. */
async function restoreDatabase(): Promise<void> {
  const { crashes } = await retryUntilConnected(async () => {
    const [row] = await db().$queryRaw<{ crashes: number }[]>`
      WITH gone AS (DELETE FROM model.crash), counted AS (SELECT last_value::int AS crashes FROM model.crashes)
      SELECT crashes, setval('model.crashes', 1, false) FROM counted`;
    return row ?? { crashes: 0 };
  });
  await retryUntilConnected(() => Promise.all(Array.from({ length: crashes + 1 }, () => db().$queryRaw`SELECT 1`)));
}

async function retryUntilConnected<T>(query: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await query();
    } catch (error) {
      if (attempt === MAX_ATTEMPTS) throw error;
    }
  }
}

/** Stripe's responses are lost after the first `outage.after` calls. */
export const withOutage = (step: Step, outage: Outage): Step =>
  disturb(
    step,
    `${step.name}, and after ${outage.after} calls Stripe ${outage.executed ? 'loses its responses' : 'is down'}`,
    {
      start: async ({ stripe }) => {
        stripe.outage = { ...outage };
      },
      stop: async ({ stripe }) => {
        stripe.outage = null;
      },
      wrap: (simplerStep) => withOutage(simplerStep, outage),
    },
  );

type Disturbance = {
  start(world: World): Promise<void>;
  stop(world: World): Promise<void>;
  /** Applies the same disturbance to another step. */
  wrap(step: Step): Step;
};

function disturb(step: Step, name: string, { start, stop, wrap }: Disturbance): Step {
  return {
    name,
    applies: step.applies,
    simpler: () => [step, ...(step.simpler?.() ?? []).map((simplerStep) => wrap(simplerStep))],
    run: async (world) => {
      await start(world);
      try {
        return await step.run(world);
      } catch (error) {
        return `failed with ${error instanceof Error ? error.message.trim().split('\n').at(-1) : error}`;
      } finally {
        await stop(world);
      }
    },
  };
}

/** Runs both steps at the same time; the second starts after `delay` round trips to the database. */
export const concurrently = (first: Step, second: Step, delay: number): Step => ({
  name: `${first.name}; at the same time, ${delay} round trips later, ${second.name}`,
  applies: (world) => first.applies(world) && second.applies(world),
  run: async (world) =>
    (await settleAll([first.run(world), roundTrips(delay).then(() => second.run(world))])).join('; '),
  simpler: () => [
    first,
    second,
    ...(delay > 0 ? [concurrently(first, second, 0)] : []),
    ...(first.simpler?.() ?? []).map((simplerStep) => concurrently(simplerStep, second, delay)),
    ...(second.simpler?.() ?? []).map((simplerStep) => concurrently(first, simplerStep, delay)),
  ],
});

async function roundTrips(count: number): Promise<void> {
  for (let trip = 0; trip < count; trip++) await db().$queryRaw`SELECT 1`;
}
