import { expect, test } from 'vitest';
import { fairQueue } from '#lib/media/fair-queue.ts';

type Limits = { concurrency?: number; capacity?: number; maxPerOwner?: number };

/** A queue, the names of the tasks that have started in it, and a way to end one of them. */
function observedQueue({ concurrency = 1, capacity = 100, maxPerOwner = 100 }: Limits) {
  const queue = fairQueue({ concurrency, capacity, maxPerOwner, refuse: () => new Error('full') });
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
