/** Steps of a history, and the fast-check command that runs them. */

import { type AsyncCommand, cloneMethod, type WithCloneMethod } from 'fast-check';
import { ExpectedError } from '#lib/domain/errors.ts';
import { brokenInvariants } from './invariants.ts';
import type { World } from './world.ts';

/** One action in a history. The order, session or event that it is about is looked up when it runs. */
export type Step = {
  name: string;
  /** Whether there is anything that the step can act on. */
  applies(world: World): boolean;
  /** @returns the outcome in a word or two. */
  run(world: World): Promise<string>;
  /** The expected outcome when nothing else happens at the same time; null when it cannot be predicted. */
  expected?(world: World): string | null;
  /** Replacements to try when fast-check shrinks a failed history. */
  simpler?(): Step[];
};

/**
 * A fast-check command that runs the first applicable one of several steps, then compares its outcome with the expected
 * one and checks all invariants.
 */
export class SaleCommand implements AsyncCommand<World, World>, WithCloneMethod<SaleCommand> {
  readonly #candidates: readonly Step[];
  /** The step that ran when this command was last part of a failure. Shared with the clones. */
  readonly #failed: { step?: Step | undefined };
  #step: Step | undefined;

  constructor(candidates: readonly Step[], failed = {}) {
    this.#candidates = candidates;
    this.#failed = failed;
  }

  /** Each run gets a clone, which remembers the step of that run. */
  [cloneMethod](): SaleCommand {
    return new SaleCommand(this.#candidates, this.#failed);
  }

  /** Nothing, then only the failed step, then simpler steps. */
  simpler(): SaleCommand[] {
    const { step } = this.#failed;
    if (!step) return [];
    const simplerSteps = this.#candidates.length > 1 ? [step] : (step.simpler?.() ?? []);
    return [new SaleCommand([]), ...simplerSteps.map((simpler) => new SaleCommand([simpler]))];
  }

  /** Remembers the step of a run that failed. */
  markFailed(): void {
    this.#failed.step = this.#step;
  }

  check(world: Readonly<World>): boolean {
    this.#step = this.#candidates.find((step) => step.applies(world));
    return this.#step !== undefined;
  }

  async run(world: World): Promise<void> {
    const step = this.#step;
    if (!step) return;
    const { name } = step;
    world.commands.push(this);
    const expected = step.expected?.(world) ?? null;
    try {
      const outcome = await step.run(world);
      await world.refresh();
      world.history.push(`${name}: ${outcome}  [${describeState(world)}]`);
      const problems = brokenInvariants(world);
      if (expected !== null && outcome !== expected) problems.unshift(`${expected} was expected, not ${outcome}`);
      if (problems.length > 0) throw new Error(problems.join('\n'));
    } catch (error) {
      throw withHistory(world, error, name);
    }
  }

  toString(): string {
    return `\n  ${this.#step?.name ?? 'nothing'}`;
  }
}

/** Adds the history before an error to its message. */
export function withHistory(world: World, error: unknown, during: string): Error {
  const reason = error instanceof Error ? error.message : String(error);
  const history = world.history.map((line, index) => `  ${index + 1}. ${line}`).join('\n');
  return new Error(`${reason}\nduring “${during}”, in this history:\n${history}\n`, { cause: error });
}

const describeState = ({ observed }: World): string =>
  [
    ...observed.works.map(({ status, held }, index) => `work ${index + 1} ${status}${held ? ' held' : ''}`),
    ...observed.orders.map(({ status, flag }, index) => `order ${index + 1} ${status}${flag ? ' flagged' : ''}`),
  ].join(', ');

/** The outcome of a command of the shop: `done`, or the code of its expected error. @throws all other errors. */
export async function outcomeOf(command: Promise<unknown>, done = 'done'): Promise<string> {
  try {
    await command;
    return done;
  } catch (error) {
    if (error instanceof ExpectedError) return error.code;
    throw error;
  }
}

/** Like Promise.all, but waits for all promises before it throws, so that nothing still runs during the next step. */
export async function settleAll<T>(running: Promise<T>[]): Promise<T[]> {
  await Promise.allSettled(running);
  return Promise.all(running);
}

type StepSubject<T> = {
  /** The step's name without the number that follows it. */
  name: string;
  list(world: World): readonly T[];
  act(world: World, item: T): unknown;
  expected?(world: World, item: T): string | null;
  simpler?(): Step[];
};

/** A step about one item of a list, by index from 0 modulo its length. It applies unless the list is empty. */
export function stepAbout<T>(number: number, subject: StepSubject<T>): Step {
  const find = (world: World): T | undefined => {
    const list = subject.list(world);
    return list[number % list.length];
  };
  return {
    name: `${subject.name} ${number + 1}`,
    applies: (world) => find(world) !== undefined,
    run: async (world) => {
      const item = find(world);
      // A concurrent step was faster.
      if (item === undefined) return 'too late';
      const outcome = await subject.act(world, item);
      return typeof outcome === 'string' ? outcome : 'done';
    },
    expected: (world) => {
      const item = find(world);
      return (item !== undefined && subject.expected?.(world, item)) || null;
    },
    simpler: () => [...(number > 0 ? [stepAbout(0, subject)] : []), ...(subject.simpler?.() ?? [])],
  };
}
