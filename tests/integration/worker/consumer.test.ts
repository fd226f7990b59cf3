import { afterEach, beforeEach, expect, test } from 'vitest';
import { signEntry } from '#lib/payments/entry-signature.ts';
import { DEAD_STREAM, EVENT_GROUP, EVENT_STREAM, enqueueEvent } from '#lib/payments/event-stream.ts';
import { redis, waitForRedis } from '#lib/redis.ts';
import { Consumer, type ConsumerOptions } from '../../../worker/consumer.ts';
import { eventually } from '../../support/eventually.ts';

const running: Consumer[] = [];

beforeEach(async () => {
  await waitForRedis();
  await redis().flushdb();
});

afterEach(async () => {
  await Promise.all(running.splice(0).map((consumer) => consumer.stop()));
});

function start(handle: ConsumerOptions['handle'], options: Partial<ConsumerOptions> = {}): Consumer {
  const consumer = new Consumer({ name: 'one', handle, ...options });
  running.push(consumer);
  consumer.start();
  return consumer;
}

const add = (id: string) => enqueueEvent({ id, type: 'test' }, `{"id":"${id}"}`);
const pendingCount = async () => Number(((await redis().xpending(EVENT_STREAM, EVENT_GROUP)) as [number])[0]);
const untilNonePending = () => eventually(async () => expect(await pendingCount()).toBe(0));

/** A handler that records its entries and finishes none before `open` is called. */
function gate() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  const seen: string[] = [];
  const handle: ConsumerOptions['handle'] = async (fields) => {
    seen.push(fields.get('id') ?? '');
    await opened;
  };
  return { handle, seen, open };
}

/** Delivers an entry to a consumer that never acknowledges it, as if it had been killed. */
async function abandonEntry(id: string): Promise<void> {
  await redis().xgroup('CREATE', EVENT_STREAM, EVENT_GROUP, '0', 'MKSTREAM');
  await add(id);
  await redis().xreadgroup('GROUP', EVENT_GROUP, 'dead', 'COUNT', 1, 'STREAMS', EVENT_STREAM, '>');
  expect(await pendingCount()).toBe(1);
}

test('gives the handler every field, in order, also of entries added before the group', async () => {
  await add('evt_1');
  const entries: Record<string, string>[] = [];
  start(async (fields) => {
    entries.push(Object.fromEntries(fields));
  });
  await eventually(() => expect(entries).toHaveLength(1));
  await add('evt_2');
  await eventually(() => expect(entries).toHaveLength(2));
  const entryOf = (id: string) => {
    const [type, event] = ['test', JSON.stringify({ id })];
    return { id, type, event, signature: signEntry({ id, type, body: event }) };
  };
  expect(entries).toEqual([entryOf('evt_1'), entryOf('evt_2')]);
  await untilNonePending();
});

test('acknowledges an entry after its handler is done, not before', async () => {
  const { handle, seen, open } = gate();
  await add('evt_1');
  start(handle);
  await eventually(() => expect(seen).toEqual(['evt_1']));
  expect(await pendingCount()).toBe(1);
  open();
  await untilNonePending();
});

test('two workers share the stream: each entry is handled once', async () => {
  const seen: string[] = [];
  const handle: ConsumerOptions['handle'] = async (fields) => void seen.push(fields.get('id') ?? '');
  start(handle, { name: 'one' });
  start(handle, { name: 'two' });
  const ids = Array.from({ length: 100 }, (_, index) => `evt_${index}`);
  await Promise.all(ids.map(add));
  await eventually(() => expect(seen).toHaveLength(100));
  expect([...seen].sort()).toEqual([...ids].sort());
  await untilNonePending();
});

test('claims the entries of a dead worker', async () => {
  await abandonEntry('evt_left');
  const seen: string[] = [];
  start(async (fields) => void seen.push(fields.get('id') ?? ''), { claimAfter: 50 });
  await eventually(() => expect(seen).toEqual(['evt_left']));
  await untilNonePending();
});

test('does not claim entries that another worker has had only for a short time', async () => {
  await abandonEntry('evt_busy');
  const seen: string[] = [];
  start(async (fields) => void seen.push(fields.get('id') ?? ''), { claimAfter: 60_000 });
  // Two later entries: by the second one the worker has asked for abandoned entries at least twice.
  for (const id of ['evt_1', 'evt_2']) {
    await add(id);
    await eventually(() => expect(seen).toContain(id));
  }
  expect(seen).toEqual(['evt_1', 'evt_2']);
  await eventually(async () => expect(await pendingCount()).toBe(1));
});

test('retries a failed entry without delaying the good ones', async () => {
  let failures = 3;
  const done: string[] = [];
  await add('evt_later');
  await add('evt_good');
  start(
    async (fields) => {
      if (fields.get('id') === 'evt_later' && failures-- > 0) throw new Error('not yet');
      done.push(fields.get('id') ?? '');
    },
    { retryAfter: 10 },
  );
  await eventually(() => expect(done).toEqual(['evt_good', 'evt_later']));
  await untilNonePending();
  expect(await redis().xlen(DEAD_STREAM)).toBe(0);
});

test('turns an entry that failed five times into a dead letter with its error', async () => {
  let attempts = 0;
  const done: string[] = [];
  await add('evt_poison');
  await add('evt_good');
  start(
    async (fields) => {
      if (fields.get('id') === 'evt_poison') throw new Error(`failure ${++attempts}`);
      done.push(fields.get('id') ?? '');
    },
    { retryAfter: 10 },
  );
  await eventually(async () => expect(await redis().xlen(DEAD_STREAM)).toBe(1));
  await untilNonePending();
  expect(attempts).toBe(5);
  expect(done).toEqual(['evt_good']);
  const [[, list] = ['', []]] = await redis().xrange(DEAD_STREAM, '-', '+');
  const fields = Object.fromEntries(list.flatMap((name, index) => (index % 2 === 0 ? [[name, list[index + 1]]] : [])));
  expect(fields).toMatchObject({
    id: 'evt_poison',
    type: 'test',
    event: '{"id":"evt_poison"}',
    error: 'failure 5',
    entry: expect.stringMatching(/^\d+-\d+$/),
    reference: expect.stringMatching(/^[0-9a-f]{8}$/),
  });
  await add('evt_after');
  await eventually(() => expect(done).toEqual(['evt_good', 'evt_after']));
});

test('creates the group again when Redis loses all data during a blocked read', async () => {
  const seen: string[] = [];
  start(async (fields) => void seen.push(fields.get('id') ?? ''));
  await add('evt_before');
  await eventually(() => expect(seen).toEqual(['evt_before']));
  await eventually(async () => expect(await redis().client('LIST')).toMatch(/flags=b .*cmd=xreadgroup/));
  // Test files that run at the same time use other databases; this one loses everything, as after FLUSHALL.
  await redis().flushdb();
  await add('evt_after');
  await eventually(() => expect(seen).toEqual(['evt_before', 'evt_after']));
  await untilNonePending();
});

test('stop lets the running entries finish and leaves the rest to others', async () => {
  const { handle, seen, open } = gate();
  const running = ['evt_1', 'evt_2', 'evt_3', 'evt_4'];
  for (const id of [...running, 'evt_next']) await add(id);
  const consumer = start(handle);
  await eventually(() => expect(seen).toEqual(running));
  let stopped = false;
  const stopping = consumer.stop().then(() => {
    stopped = true;
  });
  await redis().ping();
  expect(stopped).toBe(false);
  open();
  await stopping;
  expect(seen).toEqual(running);
  expect(await pendingCount()).toBe(1);

  const remaining: string[] = [];
  start(async (fields) => void remaining.push(fields.get('id') ?? ''), { name: 'two', claimAfter: 0 });
  await eventually(() => expect(remaining).toEqual(['evt_next']));
});

test('stop ends a blocked read at once', async () => {
  const consumer = start(async () => {});
  await eventually(async () => expect(await redis().client('LIST')).toMatch(/flags=b .*cmd=xreadgroup/));
  const startedAt = Date.now();
  await consumer.stop();
  // A read that is not aborted lasts two seconds.
  expect(Date.now() - startedAt).toBeLessThan(1_800);
});
