import { type AsyncCommand, cloneMethod, type WithCloneMethod } from 'fast-check';
import { ExpectedError } from '#lib/domain/errors.ts';
import { brokenInvariants } from './invariants.ts';
import type { World } from './world.ts';

/** One thing that somebody does. Which order, session or event it is about is found when it happens. */
export type Step = {
  name: string;
  /** Is there anything to do it to? */
  applies(world: World): boolean;
  /** @returns what came of it, in a word or two. */
  run(world: World): Promise<string>;
  /** What must come of it when nothing else happens at that moment; null when that cannot be said. */
  expected?(world: World): string | null;
  /** What may be tried in its place when a shorter or plainer history is looked for. */
  simpler?(): Step[];
};

/**
 * A step as fast-check runs it: the first of some that there is something to do for. What comes of it is compared with
 * what must, then everything that must always be true is looked at.
 */
export class SaleCommand implements AsyncCommand<World, World>, WithCloneMethod<SaleCommand> {
  readonly #choice: readonly Step[];
  /** The step that was done when this last was part of a failure. */
  readonly #failed: { step?: Step | undefined };
  #step: Step | undefined;

  constructor(choice: readonly Step[], failed = {}) {
    this.#choice = choice;
    this.#failed = failed;
  }

  /** Each run has its own, which says what was done in that run. */
  [cloneMethod](): SaleCommand {
    return new SaleCommand(this.#choice, this.#failed);
  }

  /** Without it; then without choice; then with something plainer. */
  simpler(): SaleCommand[] {
    const { step } = this.#failed;
    if (!step) return [];
    const plainer = this.#choice.length > 1 ? [step] : (step.simpler?.() ?? []);
    return [new SaleCommand([]), ...plainer.map((one) => new SaleCommand([one]))];
  }

  /** The run in which it was done has failed. */
  blame(): void {
    this.#failed.step = this.#step;
  }

  check(world: Readonly<World>): boolean {
    this.#step = this.#choice.find((step) => step.applies(world));
    return this.#step !== undefined;
  }

  async run(world: World): Promise<void> {
    const step = this.#step;
    if (!step) return;
    const { name } = step;
    world.done.push(this);
    const expected = step.expected?.(world) ?? null;
    try {
      const outcome = await step.run(world);
      await world.look();
      world.history.push(`${name}: ${outcome}  [${standing(world)}]`);
      const wrong = brokenInvariants(world);
      if (expected !== null && outcome !== expected) wrong.unshift(`${expected} was expected, not ${outcome}`);
      if (wrong.length > 0) throw new Error(wrong.join('\n'));
    } catch (error) {
      throw withHistory(world, error, name);
    }
  }

  toString(): string {
    return `\n  ${this.#step?.name ?? 'nothing'}`;
  }
}

/** The same error, with what has happened before it. */
export function withHistory(world: World, error: unknown, during: string): Error {
  const reason = error instanceof Error ? error.message : String(error);
  const history = world.history.map((line, index) => `  ${index + 1}. ${line}`).join('\n');
  return new Error(`${reason}\nduring “${during}”, in this history:\n${history}\n`, { cause: error });
}

const standing = ({ seen }: World): string =>
  [
    ...seen.works.map(({ status, held }, index) => `work ${index + 1} ${status}${held ? ' held' : ''}`),
    ...seen.orders.map(({ status, flag }, index) => `order ${index + 1} ${status}${flag ? ' flagged' : ''}`),
  ].join(', ');

/** What came of a command of the product: `done`, or the code of its expected error. @throws all other errors */
export async function outcomeOf(command: Promise<unknown>, done = 'done'): Promise<string> {
  try {
    await command;
    return done;
  } catch (error) {
    if (error instanceof ExpectedError) return error.code;
    throw error;
  }
}

/** Like Promise.all, but it waits for every one before it throws, so that nothing goes on behind the next step. */
export async function allOf<T>(running: Promise<T>[]): Promise<T[]> {
  await Promise.allSettled(running);
  return Promise.all(running);
}

type About<T> = {
  /** Followed by the number. */
  name: string;
  list(world: World): readonly T[];
  act(world: World, one: T): unknown;
  expected?(world: World, one: T): string | null;
  simpler?(): Step[];
};

/** A step about one of a list, counted from 0 and round and round; it applies when there is one. */
export function stepWith<T>(number: number, about: About<T>): Step {
  const find = (world: World): T | undefined => {
    const list = about.list(world);
    return list[number % list.length];
  };
  return {
    name: `${about.name} ${number + 1}`,
    applies: (world) => find(world) !== undefined,
    run: async (world) => {
      const one = find(world);
      // Something that happened at the same moment was faster.
      if (one === undefined) return 'too late';
      const came = await about.act(world, one);
      return typeof came === 'string' ? came : 'done';
    },
    expected: (world) => {
      const one = find(world);
      return (one !== undefined && about.expected?.(world, one)) || null;
    },
    simpler: () => [...(number > 0 ? [stepWith(0, about)] : []), ...(about.simpler?.() ?? [])],
  };
}
