import { expect, test } from 'vitest';
import { fairQueue } from '#lib/media/fair-queue.ts';

type Limits = { concurrency?: number; capacity?: number; maxPerOwner?: number; now?: () => number };

/** A queue, the names of the tasks that have started in it, and a way to end one of them. */
function observedQueue({ concurrency = 1, capacity = 100, maxPerOwner = 100, now = () => 0 }: Limits) {
  const queue = fairQueue({ concurrency, capacity, maxPerOwner, refuse: () => new Error('full'), now });
  const started: string[] = [];
  const ends = new Map<string, () => void>();
  const add = (name: string) =>
    queue.enter(name.slice(0, 1), (inTurn) =>
      inTurn(() => {
        started.push(name);
        return new Promise<string>((resolve) => ends.set(name, () => resolve(name)));
      }),
    );
  return { queue, started, add, end: (name: string) => ends.get(name)?.() };
}

test('owners take turns, and the tasks of one owner run in order', async () => {
  const { started, add, end } = observedQueue({});
  const tasks = ['a1', 'a2', 'a3', 'a4', 'b1', 'b2', 'c1'].map(add);
  for (const [index, name] of ['a1', 'a2', 'b1', 'c1', 'a3', 'b2', 'a4'].entries()) {
    await expect.poll(() => started[index]).toBe(name);
    expect(started).toHaveLength(index + 1);
    end(name);
  }
  expect(await Promise.all(tasks)).toEqual(['a1', 'a2', 'a3', 'a4', 'b1', 'b2', 'c1']);
});

/** Runs the tasks one after the other, each for as long as `durations` says. @returns the order in which they start. */
async function orderOf(names: string[], durations: Record<string, number>): Promise<string[]> {
  let time = 0;
  const { started, add, end } = observedQueue({ now: () => time });
  const tasks = names.map(add);
  for (let index = 0; index < names.length; index++) {
    await expect.poll(() => started.length).toBe(index + 1);
    const name = started[index] ?? '';
    time += durations[name.slice(0, 1)] ?? 0;
    end(name);
  }
  await Promise.all(tasks);
  return started;
}

test('turns are shared by time: after one slow task of an owner come several quick ones of another', async () => {
  const names = ['a1', 'a2', 'a3', 'b1', 'b2', 'b3', 'b4'];
  expect(await orderOf(names, { a: 16_000, b: 6_000 })).toEqual(['a1', 'b1', 'b2', 'b3', 'a2', 'b4', 'a3']);
});

test('who comes later neither waits for the others nor makes them wait, and leaving wipes out nothing', async () => {
  let time = 0;
  const { started, add, end } = observedQueue({ now: () => time });
  const run = async (name: string, duration: number) => {
    await expect.poll(() => started.at(-1)).toBe(name);
    time += duration;
    end(name);
  };
  const before = [add('a1'), add('a2')];
  await run('a1', 60_000);
  await run('a2', 60_000);
  await Promise.all(before);
  // Both come again: the one who has used a lot waits for the newcomer's tasks.
  const again = ['c1', 'a3', 'b1', 'b2'].map(add);
  for (const [name, duration] of [
    ['c1', 1_000],
    ['b1', 1_000],
    ['b2', 1_000],
    ['a3', 1_000],
  ] as const)
    await run(name, duration);
  await Promise.all(again);
  // Ten minutes after the last task nothing is remembered.
  time += 11 * 60_000;
  const later = ['d1', 'a4', 'b3'].map(add);
  for (const name of ['d1', 'a4', 'b3']) await run(name, 1_000);
  await Promise.all(later);
});

test('runs up to the limit of tasks at once', async () => {
  const { started, add, end } = observedQueue({ concurrency: 2 });
  const tasks = ['a1', 'a2', 'a3'].map(add);
  expect(started).toEqual(['a1', 'a2']);
  end('a2');
  expect(await tasks[1]).toBe('a2');
  expect(started).toEqual(['a1', 'a2', 'a3']);
  end('a1');
  end('a3');
  await Promise.all(tasks);
});

test('refuses a task above the total limit or the owner’s limit, and frees capacity when tasks end', async () => {
  const { add, end } = observedQueue({ capacity: 3, maxPerOwner: 2 });
  const first = add('a1');
  const second = add('a2');
  await expect(add('a3')).rejects.toThrow('full');
  const third = add('b1');
  await expect(add('c1')).rejects.toThrow('full');
  end('a1');
  await first;
  const fourth = add('c1');
  for (const [name, task] of [
    ['a2', second],
    ['b1', third],
    ['c1', fourth],
  ] as const) {
    end(name);
    expect(await task).toBe(name);
  }
});

test('the next task runs after one that fails', async () => {
  const { queue } = observedQueue({});
  const first = queue.enter('a', (inTurn) => inTurn(() => Promise.reject(new Error('broken'))));
  const second = queue.enter('b', (inTurn) => inTurn(async () => 'done'));
  await expect(first).rejects.toThrow('broken');
  expect(await second).toBe('done');
});
