import { db } from '#lib/db.ts';
import { runClocks } from '../../../dev/stripe/payments/run-clocks.ts';
import type { Outage } from './model-stripe.ts';
import { stepClock } from './movable-clock.ts';
import type { CrashPlace } from './prepare-database.ts';
import { allOf, type Step } from './step.ts';
import type { World } from './world.ts';

const MAX_TRIES = 100;

export const timePasses = (name: string, seconds: number): Step => ({
  name: `${name} pass`,
  applies: () => true,
  run: async ({ stripe }) => {
    await stepClock(seconds);
    runClocks(stripe.standIn);
    return 'done';
  },
});

/** Whoever does it dies at that place: his connection is cut there, and nothing that he writes afterwards gets through. */
export const dying = (step: Step, place: CrashPlace): Step =>
  disturbed(
    step,
    `${step.name}, and the process dies at ${place === 'commit' ? 'its commit' : `its write to ${place}`}`,
    {
      begin: async () => {
        await db().$executeRaw`INSERT INTO model.crash VALUES (${place})`;
      },
      end: reviveDatabase,
      again: (plainer) => dying(plainer, place),
    },
  );

/** The next process has only connections that work; those that died may be handed out until their end is noticed. */
async function reviveDatabase(): Promise<void> {
  const { crashes } = await untilConnected(async () => {
    const [row] = await db().$queryRaw<{ crashes: number }[]>`
      WITH gone AS (DELETE FROM model.crash), counted AS (SELECT last_value::int AS crashes FROM model.crashes)
      SELECT crashes, setval('model.crashes', 1, false) FROM counted`;
    return row ?? { crashes: 0 };
  });
  await untilConnected(() => Promise.all(Array.from({ length: crashes + 1 }, () => db().$queryRaw`SELECT 1`)));
}

async function untilConnected<T>(ask: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await ask();
    } catch (error) {
      if (tries === MAX_TRIES) throw error;
    }
  }
}

/** Stripe's answers are lost from the call after the first `after` on. */
export const cutOff = (step: Step, outage: Outage): Step =>
  disturbed(
    step,
    `${step.name}, and Stripe ${outage.done ? 'does it but its answer is lost' : 'is away'} after ${outage.after} calls`,
    {
      begin: async ({ stripe }) => {
        stripe.outage = { ...outage };
      },
      end: async ({ stripe }) => {
        stripe.outage = null;
      },
      again: (plainer) => cutOff(plainer, outage),
    },
  );

type Disturbance = {
  begin(world: World): Promise<void>;
  end(world: World): Promise<void>;
  /** The same with another step. */
  again(step: Step): Step;
};

function disturbed(step: Step, name: string, { begin, end, again }: Disturbance): Step {
  return {
    name,
    applies: step.applies,
    simpler: () => [step, ...(step.simpler?.() ?? []).map((plainer) => again(plainer))],
    run: async (world) => {
      await begin(world);
      try {
        return await step.run(world);
      } catch (error) {
        return `failed with ${error instanceof Error ? error.message.trim().split('\n').at(-1) : error}`;
      } finally {
        await end(world);
      }
    },
  };
}

/** Both at the same moment; the second begins after so many round trips to the database. */
export const together = (first: Step, second: Step, later: number): Step => ({
  name: `${first.name}; at the same moment, ${later} round trips later, ${second.name}`,
  applies: (world) => first.applies(world) && second.applies(world),
  run: async (world) => (await allOf([first.run(world), roundTrips(later).then(() => second.run(world))])).join('; '),
  simpler: () => [
    first,
    second,
    ...(later > 0 ? [together(first, second, 0)] : []),
    ...(first.simpler?.() ?? []).map((plainer) => together(plainer, second, later)),
    ...(second.simpler?.() ?? []).map((plainer) => together(first, plainer, later)),
  ],
});

async function roundTrips(count: number): Promise<void> {
  for (let made = 0; made < count; made++) await db().$queryRaw`SELECT 1`;
}
