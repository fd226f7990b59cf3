import { expect, test } from 'vitest';
import { taskQueue } from '#lib/media/task-queue.ts';

test('runs two at once in order, keeps some waiting, refuses the rest', async () => {
  const queue = taskQueue({ running: 2, waiting: 3, refuse: () => new Error('full') });
  const started: number[] = [];
  const ends = new Map<number, () => void>();
  const add = (id: number) =>
    queue.run(() => {
      started.push(id);
      return new Promise<number>((resolve) => ends.set(id, () => resolve(id)));
    });

  const tasks = [1, 2, 3, 4, 5].map(add);
  await expect(add(6)).rejects.toThrow('full');
  expect(started).toEqual([1, 2]);

  ends.get(2)?.();
  expect(await tasks[1]).toBe(2);
  expect(started).toEqual([1, 2, 3]);
  for (const id of [1, 3, 4, 5]) {
    ends.get(id)?.();
    await tasks[id - 1];
  }
  expect(started).toEqual([1, 2, 3, 4, 5]);
});

test('a task that fails gives its place to the next', async () => {
  const queue = taskQueue({ running: 1, waiting: 1, refuse: () => new Error('full') });
  const first = queue.run(() => Promise.reject(new Error('broken')));
  const second = queue.run(async () => 'done');
  await expect(first).rejects.toThrow('broken');
  expect(await second).toBe('done');
  expect(await queue.run(async () => 'free again')).toBe('free again');
});
