import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { db } from '#lib/db.ts';
import { LIVE_CHANNEL } from '#lib/live/announce.ts';
import { enqueueEvent } from '#lib/payments/event-stream.ts';
import { dedicatedRedis } from '#lib/redis.ts';
import { makeHeldOrder, saleState } from '../../support/database/factories.ts';
import { eventually } from '../../support/eventually.ts';
import { sessionEvent } from '../../support/stripe/stripe-events.ts';
import { addDeadLetter, emptyDesk, failedPayment, letterCount, rowOf } from '../events/webhook-log-fixture.ts';
import { settle } from '../orders/settlement/process-events.ts';

emptyDesk();

type Ran = { code: number; out: string; err: string };

/** The command as `npm run events -- …` runs it, in a process of its own. */
async function events(args: string[], env: Record<string, string> = {}): Promise<Ran> {
  const child = spawn(process.execPath, ['dev/with-services.ts', 'cli/events.ts', ...args], {
    env: { ...process.env, LOG_LEVEL: 'info', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [out, err] = ['', ''];
  child.stdout.on('data', (data) => {
    out += data;
  });
  child.stderr.on('data', (data) => {
    err += data;
  });
  const [code] = await once(child, 'close');
  return { code, out, err };
}

test('list: an aligned table, what waits in the stream, and the dead letters', async () => {
  const order = await makeHeldOrder();
  const applied = sessionEvent('checkout.session.completed', order);
  await settle(applied);
  const { event: failed } = await failedPayment();
  await enqueueEvent({ id: 'evt_next', type: 'charge.refunded' }, '{}');
  const { code, out, err } = await events(['list']);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  const lines = out.split('\n');
  const [heads = '', first = '', second = ''] = lines;
  expect(heads).toMatch(/^time \(UTC\) +id +type +outcome +order +detail$/);
  // In one column: each row begins its cells where the heads do.
  for (const [row, cells] of [
    [first, [failed.id, failed.type, 'failed', '–', 'the disk was full']],
    [second, [applied.id, applied.type, 'applied', order.orderId, 'HELD to PAID']],
  ] as const) {
    const columns = ['id', 'type', 'outcome', 'order', 'detail'].map((head) => heads.indexOf(`  ${head}`) + 2);
    expect(columns.map((column, at) => row.startsWith(cells[at] ?? '', column))).toEqual(Array(5).fill(true));
  }
  expect(out).toContain('In the stream: 1 entry, of which 1 not read yet and 0 not acknowledged.');
  expect(out).toMatch(/\d s +evt_next +charge\.refunded +0 +–/);
  expect(out).toMatch(new RegExp(`Dead letters:\\n.*\\n.*${failed.id} +${failed.type} +0123abcd +the disk was full`));
});

test('list: only one outcome, and only so many', async () => {
  await failedPayment();
  const { event: newest } = await failedPayment();
  const { out } = await events(['list', '--outcome', 'failed', '--limit', '1']);
  expect(out.split('\n').filter((line) => line.includes(newest.type) && line.includes('failed'))).toHaveLength(1);
  expect(out).toContain('Older ones are there too');
  expect((await events(['list', '--outcome', 'waiting'])).out).toMatch(/^No events\.$/m);
});

test('show: everything, with the text', async () => {
  const { event } = await failedPayment();
  const { code, out } = await events(['show', event.id]);
  expect(code).toBe(0);
  expect(out).toMatch(/^outcome +failed: It could not be applied/m);
  expect(out).toMatch(/^dead letter +.* log reference 0123abcd: the disk was full$/m);
  expect(JSON.parse(out.slice(out.indexOf('\n{')))).toEqual(event);
});

test('replay: applied once more, announced, and said; a second time nothing changes', async () => {
  const { order, event } = await failedPayment();
  const heard: string[] = [];
  const listener = dedicatedRedis();
  await listener.subscribe(LIVE_CHANNEL);
  listener.on('message', (_channel, message) => heard.push(message));
  expect(await events(['replay', event.id])).toEqual({
    ...{ code: 0, err: '' },
    out: `${event.id}  Replayed, and now applied: HELD to PAID\n`,
  });
  expect(await saleState(order)).toMatchObject({ order: 'PAID', post: 'SOLD' });
  await eventually(() => expect(heard.join()).toContain(order.orderId));
  listener.disconnect();
  expect(await letterCount()).toBe(0);
  expect(await events(['replay', event.id])).toMatchObject({
    ...{ code: 0, out: `${event.id}  Nothing was changed: it was applied before: HELD to PAID\n` },
  });
});

test('replay --all-failed: one line for each, and 1 when one fails again', async () => {
  expect(await events(['replay', '--all-failed'])).toMatchObject({ code: 0, out: 'No event has failed.\n' });
  const { order, event } = await failedPayment();
  await addDeadLetter({ id: 'evt_torn', type: 'test' }, '{');
  const { code, out, err } = await events(['replay', '--all-failed']);
  expect(code).toBe(1);
  expect(out).toBe(`${event.id}  Replayed, and now applied: HELD to PAID\n`);
  expect(err).toMatch(/^evt_torn {2}Replayed, and it failed again: .*JSON/);
  expect(await saleState(order)).toMatchObject({ order: 'PAID' });
});

test('discard: who and why are kept', async () => {
  const { event } = await failedPayment();
  const { code, out } = await events(['discard', event.id, '--by', 'mira', '--why', 'a test']);
  expect({ code, out }).toEqual({
    ...{ code: 0, out: `${event.id}  Discarded; its text stays, and it can still be replayed\n` },
  });
  expect((await rowOf(event))?.detail).toMatch(/^Discarded by mira: a test /);
  expect((await events(['discard', event.id])).code).toBe(1);
});

test.for([
  [[], 'Say what to do.'],
  [['print'], 'There is no command “print”.'],
  [['show'], 'Which event?'],
  [['replay', 'evt_1', 'evt_2'], '“evt_2” is one word too many.'],
  [['list', '--outcome', 'lost'], 'There is no outcome “lost”.'],
  [['list', '--limit', 'many'], '--limit is a number'],
  [['list', '--colour'], "Unknown option '--colour'"],
] as const)('%j is answered with the reason and the usage', async ([args, reason]) => {
  const { code, out, err } = await events([...args]);
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(err).toContain(reason);
  expect(err).toContain('Usage: npm run events -- list');
});

test('help is no error', async () => {
  expect(await events(['--help'])).toMatchObject({ code: 0, out: expect.stringMatching(/^Usage: /), err: '' });
});

test('an unknown event ends with 1', async () => {
  for (const command of ['show', 'replay', 'discard']) {
    const { code, err } = await events([command, 'evt_nothing']);
    expect([code, err]).toEqual([1, expect.stringContaining('There is no event with this id here')]);
  }
  expect(await db().stripeEvent.count()).toBe(0);
});

test('without Redis the database is listed and an event can be replayed', async () => {
  const { order, event } = await failedPayment();
  const away = { REDIS_URL: 'redis://127.0.0.1:9' };
  const { code, out } = await events(['list'], away);
  expect(code).toBe(0);
  expect(out).toContain(event.id);
  expect(out).toContain('Redis does not answer');
  expect(await events(['replay', event.id], away)).toMatchObject({ code: 0 });
  expect(await saleState(order)).toMatchObject({ order: 'PAID' });
});

test('without a database it ends with 1 and says why', async () => {
  const { code, out, err } = await events(['list'], { DATABASE_URL: 'postgresql://nobody@127.0.0.1:9/none' });
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(err).toContain('127.0.0.1:9');
});
