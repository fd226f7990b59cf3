import { expect, test } from 'vitest';
import { fairQueue } from '#lib/media/fair-queue.ts';

type Limits = { running?: number; places?: number; placesEach?: number };

/** A queue with what began in it, and a way to end what began first. */
function observed({ running = 1, places = 100, placesEach = 100 }: Limits) {
  const queue = fairQueue({ running, places, placesEach, refuse: () => new Error('full') });
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

test('owners take turns, and those of one owner come in their order', async () => {
  const { started, add, end } = observed({});
  const tasks = ['a1', 'a2', 'a3', 'a4', 'b1', 'b2', 'c1'].map(add);
  for (const [index, name] of ['a1', 'a2', 'b1', 'c1', 'a3', 'b2', 'a4'].entries()) {
    await expect.poll(() => started[index]).toBe(name);
    expect(started).toHaveLength(index + 1);
    end(name);
  }
  expect(await Promise.all(tasks)).toEqual(['a1', 'a2', 'a3', 'a4', 'b1', 'b2', 'c1']);
});

test('as many run at once as may', async () => {
  const { started, add, end } = observed({ running: 2 });
  const tasks = ['a1', 'a2', 'a3'].map(add);
  expect(started).toEqual(['a1', 'a2']);
  end('a2');
  expect(await tasks[1]).toBe('a2');
  expect(started).toEqual(['a1', 'a2', 'a3']);
  end('a1');
  end('a3');
  await Promise.all(tasks);
});

test('a place is refused beyond the limit of all and of each, and free again after', async () => {
  const { add, end } = observed({ places: 3, placesEach: 2 });
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

test('a task that fails gives its turn to the next', async () => {
  const { queue } = observed({});
  const first = queue.enter('a', (inTurn) => inTurn(() => Promise.reject(new Error('broken'))));
  const second = queue.enter('b', (inTurn) => inTurn(async () => 'done'));
  await expect(first).rejects.toThrow('broken');
  expect(await second).toBe('done');
});
