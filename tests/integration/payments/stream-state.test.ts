import { beforeEach, expect, test } from 'vitest';
import {
  countDeadLetters,
  findDeadLetters,
  iterateDeadLetters,
  listDeadLetters,
  removeDeadLetters,
} from '#lib/payments/dead-letters.ts';
import { DEAD_STREAM, EVENT_GROUP, EVENT_STREAM, enqueueEvent } from '#lib/payments/event-stream.ts';
import { listOpenEntries, streamState } from '#lib/payments/stream-state.ts';
import { redis, waitForRedis } from '#lib/redis.ts';
import { Consumer } from '../../../worker/consumer.ts';
import { eventually } from '../../support/eventually.ts';

beforeEach(async () => {
  await waitForRedis();
  await redis().flushdb();
});

const EMPTY = { length: 0, lag: { count: 0, more: false }, pending: 0, oldest: null, consumers: [] };

async function enqueue(...ids: string[]): Promise<void> {
  for (const id of ids) await enqueueEvent({ id, type: 'test' }, '{}');
}

const createGroup = () => redis().xgroup('CREATE', EVENT_STREAM, EVENT_GROUP, '0', 'MKSTREAM');

async function read(consumer: string, count: number): Promise<void> {
  await redis().xreadgroup('GROUP', EVENT_GROUP, consumer, 'COUNT', count, 'STREAMS', EVENT_STREAM, '>');
}

test('before the first event everything is empty, and nothing fails', async () => {
  expect(await streamState()).toEqual(EMPTY);
  expect(await listOpenEntries(10)).toEqual([]);
  expect(await countDeadLetters()).toBe(0);
  expect(await listDeadLetters(10)).toEqual([]);
  expect(await findDeadLetters('evt_1')).toEqual([]);
  expect(await removeDeadLetters([])).toBe(0);
  await createGroup();
  expect(await streamState()).toEqual(EMPTY);
});

test('without a group all entries are unread', async () => {
  await enqueue('evt_1', 'evt_2');
  expect(await streamState()).toMatchObject({
    ...{ length: 2, lag: { count: 2, more: false }, pending: 0, consumers: [] },
    oldest: { eventId: 'evt_1', type: 'test', deliveries: 0, consumer: null },
  });
});

test('entries delivered to a worker are listed before unread ones', async () => {
  await createGroup();
  await enqueue('evt_1', 'evt_2', 'evt_3', 'evt_4');
  await read('one', 2);
  await read('two', 1);
  const [first] = await listOpenEntries(1);
  await redis().xclaim(EVENT_STREAM, EVENT_GROUP, 'one', 0, first?.entryId ?? '', 'RETRYCOUNT', 4);
  expect(await streamState()).toMatchObject({
    ...{ length: 4, lag: { count: 1, more: false }, pending: 3 },
    oldest: { eventId: 'evt_1', deliveries: 4, consumer: 'one' },
    consumers: [
      { name: 'one', pending: 2 },
      { name: 'two', pending: 1 },
    ],
  });
  expect((await listOpenEntries(10)).map(({ eventId, consumer }) => [eventId, consumer])).toEqual([
    ['evt_1', 'one'],
    ['evt_2', 'one'],
    ['evt_3', 'two'],
    ['evt_4', null],
  ]);
  expect(await listOpenEntries(2)).toHaveLength(2);
});

test('the age of the oldest entry is the time since it was added', async () => {
  await redis().xadd(EVENT_STREAM, String(Date.now() - 90_000), 'id', 'evt_1', 'type', 'test', 'event', '{}');
  const { oldest } = await streamState();
  expect(oldest?.age).toBeGreaterThanOrEqual(90_000);
  expect(oldest?.age).toBeLessThan(120_000);
});

test('if Redis does not know the lag, it is counted up to a hundred', async () => {
  await createGroup();
  await enqueue(...Array.from({ length: 102 }, (_, index) => `evt_${index}`));
  // After an entry in the middle is deleted, Redis no longer knows how many were read.
  const [, second] = await redis().xrange(EVENT_STREAM, '-', '+', 'COUNT', 2);
  await read('one', 1);
  await redis().xdel(EVENT_STREAM, second?.[0] ?? '');
  expect((await streamState()).lag).toEqual({ count: 100, more: false });
  await enqueue('evt_more');
  expect((await streamState()).lag).toEqual({ count: 100, more: true });
});

test('after all data is lost the state is as before the first event', async () => {
  await createGroup();
  await enqueue('evt_1');
  await read('one', 1);
  await redis().flushdb();
  expect(await streamState()).toEqual(EMPTY);
});

async function addDeadLetter(id: string): Promise<void> {
  const fields = { ...(id && { id }), type: 'test', event: '{}', entry: '1-1', error: 'no', reference: '0123abcd' };
  await redis().xadd(DEAD_STREAM, '*', ...Object.entries(fields).flat());
}

test('dead letters are listed from the newest, iterated from the oldest, found by event, and removed', async () => {
  const ids = Array.from({ length: 250 }, (_, index) => `evt_${index}`);
  for (const id of [...ids, 'evt_7']) await addDeadLetter(id);
  expect((await listDeadLetters(2)).map(({ eventId }) => eventId)).toEqual(['evt_7', 'evt_249']);
  const iterated: string[] = [];
  for await (const { eventId } of iterateDeadLetters()) iterated.push(eventId);
  expect(iterated).toEqual([...ids, 'evt_7']);
  const found = await findDeadLetters('evt_7');
  expect(found).toHaveLength(2);
  expect(found[0]).toEqual({
    letterId: expect.stringMatching(/^\d+-\d+$/),
    ...{ eventId: 'evt_7', type: 'test', body: '{}', isSigned: false, error: 'no', reference: '0123abcd' },
    deadLetteredAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
  });
  const letterIds = found.map(({ letterId }) => letterId);
  expect(await removeDeadLetters(letterIds)).toBe(2);
  expect(await removeDeadLetters(letterIds)).toBe(0);
  expect(await countDeadLetters()).toBe(249);
});

test('a dead letter without an event id is identified by its own id', async () => {
  await addDeadLetter('');
  const [letter] = await listDeadLetters(1);
  expect(letter?.eventId).toBe(letter?.letterId);
  expect(await findDeadLetters(letter?.eventId ?? '')).toHaveLength(1);
});

test('an entry whose failure cannot be recorded becomes one dead letter once it can be', async () => {
  await enqueue('evt_poison');
  let failuresLeft = 3;
  const recorded: string[] = [];
  const worker = new Consumer({
    name: 'one',
    retryAfter: 1,
    async handle() {
      throw new Error('poison');
    },
    async handleDeadLetter(fields) {
      if (failuresLeft-- > 0) throw new Error('not now');
      recorded.push(fields.get('id') ?? '');
    },
  });
  worker.start();
  await eventually(async () => expect(recorded).toEqual(['evt_poison']));
  await eventually(async () => expect(await streamState()).toMatchObject({ pending: 0, oldest: null }));
  await worker.stop();
  expect(await countDeadLetters()).toBe(1);
});
