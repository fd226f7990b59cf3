import { beforeEach, expect, test } from 'vitest';
import {
  EVENT_GROUP,
  EVENT_STREAM,
  enqueueEvent,
  removeIdleConsumers,
  trimEvents,
} from '#lib/payments/event-stream.ts';
import { redis, waitForRedis } from '#lib/redis.ts';

beforeEach(async () => {
  await waitForRedis();
  await redis().flushdb();
});

const events = async () => (await redis().xrange(EVENT_STREAM, '-', '+')).map(([, fields]) => fields[1]);

async function enqueue(...ids: string[]): Promise<void> {
  for (const id of ids) await enqueueEvent({ id, type: 'test' }, '{}');
}

/** Reads `count` entries as a worker does and acknowledges the ones at `done`. */
async function readAndAcknowledge(count: number, done: number[]): Promise<void> {
  await redis()
    .xgroup('CREATE', EVENT_STREAM, EVENT_GROUP, '0')
    .catch(() => {});
  const reply = await redis().xreadgroup('GROUP', EVENT_GROUP, 'one', 'COUNT', count, 'STREAMS', EVENT_STREAM, '>');
  const entries = (reply as [string, [string, string[]][]][])[0]?.[1] ?? [];
  for (const index of done) await redis().xack(EVENT_STREAM, EVENT_GROUP, entries[index]?.[0] ?? '');
}

test('without a stream or a group nothing happens', async () => {
  await trimEvents();
  await enqueue('a');
  await trimEvents();
  expect(await events()).toEqual(['a']);
});

test('keeps everything from the oldest unacknowledged entry on', async () => {
  await enqueue('a', 'b', 'c', 'd');
  await readAndAcknowledge(3, [0, 2]);
  await trimEvents();
  expect(await events()).toEqual(['b', 'c', 'd']);
});

test('keeps undelivered entries when all others are acknowledged', async () => {
  await enqueue('a', 'b', 'c', 'd');
  await readAndAcknowledge(2, [0, 1]);
  await trimEvents();
  expect(await events()).toEqual(['b', 'c', 'd']);
});

test('removes idle consumers, but never one with an unacknowledged entry', async () => {
  expect(await removeIdleConsumers(-1)).toBe(0);
  await enqueue('a', 'b');
  await readAndAcknowledge(1, [0]);
  await redis().xgroup('CREATECONSUMER', EVENT_STREAM, EVENT_GROUP, 'gone');
  await redis().xreadgroup('GROUP', EVENT_GROUP, 'busy', 'COUNT', 1, 'STREAMS', EVENT_STREAM, '>');
  expect(await removeIdleConsumers(60_000)).toBe(0);
  expect(await removeIdleConsumers(-1)).toBe(2);
  const consumers = (await redis().xinfo('CONSUMERS', EVENT_STREAM, EVENT_GROUP)) as unknown[][];
  expect(consumers.map(([, name]) => name)).toEqual(['busy']);
});
