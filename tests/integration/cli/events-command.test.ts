import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { db } from '#lib/db.ts';
import { LIVE_CHANNEL } from '#lib/live/announce.ts';
import { enqueueEvent } from '#lib/payments/event-stream.ts';
import { dedicatedRedis } from '#lib/redis.ts';
import { eventsCommand } from '../../../cli/events-command.ts';
import { makeHeldOrder, saleState } from '../../support/database/factories.ts';
import { eventually } from '../../support/eventually.ts';
import { runInProcess } from '../../support/run-in-process.ts';
import { sessionEvent } from '../../support/stripe/stripe-events.ts';
import { processJson } from '../orders/settlement/processing-fixture.ts';
import {
  addDeadLetter,
  deadLetterCount,
  makeFailedPayment,
  resetWebhookLog,
  rowOf,
} from '../webhook-log/webhook-log-fixture.ts';

resetWebhookLog();

type Result = { code: number; out: string; err: string };

const runEvents = (args: string[]) => runInProcess(eventsCommand, args);

/** Runs the command in a process of its own. */
async function runAlone(args: string[], env: Record<string, string> = {}): Promise<Result> {
  const child = spawn(process.execPath, ['cli/events.ts', ...args], {
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

test('list prints an aligned table, the entries in the stream, and the dead letters', async () => {
  const order = await makeHeldOrder();
  const applied = sessionEvent('checkout.session.completed', order);
  await processJson(applied);
  const { event: failed } = await makeFailedPayment();
  await enqueueEvent({ id: 'evt_next', type: 'charge.refunded' }, '{}');
  const { code, out, err } = await runEvents(['list']);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  const lines = out.split('\n');
  const [headings = '', first = '', second = ''] = lines;
  expect(headings).toMatch(/^time \(UTC\) +id +type +outcome +order +detail$/);
  // Each row begins its cells where the headings do.
  for (const [row, cells] of [
    [first, [failed.id, failed.type, 'failed', '–', 'the disk was full']],
    [second, [applied.id, applied.type, 'applied', order.orderId, 'HELD to PAID']],
  ] as const) {
    const columns = ['id', 'type', 'outcome', 'order', 'detail'].map((heading) => headings.indexOf(`  ${heading}`) + 2);
    expect(columns.map((column, index) => row.startsWith(cells[index] ?? '', column))).toEqual(Array(5).fill(true));
  }
  expect(out).toContain('Stream: 1 entry, 1 unread, 0 unacknowledged.');
  expect(out).toMatch(/\d s +evt_next +charge\.refunded +0 +–/);
  expect(out).toMatch(new RegExp(`Dead letters:\\n.*\\n.*${failed.id} +${failed.type} +0123abcd +the disk was full`));
});

test('list can be limited to one outcome and to a number of events', async () => {
  await makeFailedPayment();
  const { event: newest } = await makeFailedPayment();
  const { out } = await runEvents(['list', '--outcome', 'failed', '--limit', '1']);
  expect(out.split('\n').filter((line) => line.includes(newest.type) && line.includes('failed'))).toHaveLength(1);
  expect(out).toContain('There are older events');
  expect((await runEvents(['list', '--outcome', 'waiting'])).out).toMatch(/^No events\.$/m);
});

test('show prints everything, with the payload', async () => {
  const { event } = await makeFailedPayment();
  const { code, out } = await runEvents(['show', event.id]);
  expect(code).toBe(0);
  expect(out).toMatch(/^outcome +failed: It could not be applied/m);
  expect(out).toMatch(/^dead letter +.* log reference 0123abcd: the disk was full$/m);
  expect(JSON.parse(out.slice(out.indexOf('\n{')))).toEqual(event);
});

test('replay applies a failed event, announces and prints the change, and changes nothing the second time', async () => {
  const { order, event } = await makeFailedPayment();
  const announced: string[] = [];
  const listener = dedicatedRedis();
  await listener.subscribe(LIVE_CHANNEL);
  listener.on('message', (_channel, message) => announced.push(message));
  expect(await runEvents(['replay', event.id])).toEqual({
    ...{ code: 0, err: '' },
    out: `${event.id}  Replayed, and now applied: HELD to PAID\n`,
  });
  expect(await saleState(order)).toMatchObject({ order: 'PAID', post: 'SOLD' });
  await eventually(() => expect(announced.join()).toContain(order.orderId));
  listener.disconnect();
  expect(await deadLetterCount()).toBe(0);
  expect(await runEvents(['replay', event.id])).toMatchObject({
    ...{ code: 0, out: `${event.id}  Nothing was changed: it was already applied: HELD to PAID\n` },
  });
});

test('replay --all-failed prints one line per event, and exits with 1 if one fails again', async () => {
  expect(await runEvents(['replay', '--all-failed'])).toMatchObject({ code: 0, out: 'No event has failed.\n' });
  const { order, event } = await makeFailedPayment();
  await addDeadLetter({ id: 'evt_torn', type: 'test' }, '{');
  const { code, out, err } = await runEvents(['replay', '--all-failed']);
  expect(code).toBe(1);
  expect(out).toBe(`${event.id}  Replayed, and now applied: HELD to PAID\n`);
  expect(err).toMatch(/^evt_torn {2}Replayed, and it failed again: .*JSON/);
  expect(await saleState(order)).toMatchObject({ order: 'PAID' });
});

test('discard records by whom and why', async () => {
  const { event } = await makeFailedPayment();
  const { code, out } = await runEvents(['discard', event.id, '--by', 'mira', '--why', 'a test']);
  expect({ code, out }).toEqual({
    ...{ code: 0, out: `${event.id}  Discarded; its payload is kept, and it can still be replayed\n` },
  });
  expect((await rowOf(event))?.detail).toMatch(/^Discarded by mira: a test /);
  expect((await runEvents(['discard', event.id])).code).toBe(1);
});

test.for([
  [[], 'A command is required.'],
  [['print'], 'Unknown command “print”.'],
  [['show'], 'An event id is required'],
  [['replay', 'evt_1', 'evt_2'], 'Unexpected argument “evt_2”.'],
  [['list', '--outcome', 'lost'], 'Unknown outcome “lost”.'],
  [['list', '--limit', 'many'], '--limit must be a whole number'],
  [['list', '--colour'], "Unknown option '--colour'"],
] as const)('%j prints the reason and the usage', async ([args, reason]) => {
  const { code, out, err } = await runEvents([...args]);
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(err).toContain(reason);
  expect(err).toContain('Usage: npm run events -- list');
});

test('help is not an error', async () => {
  expect(await runEvents(['--help'])).toMatchObject({ code: 0, out: expect.stringMatching(/^Usage: /), err: '' });
});

test('an unknown event exits with 1', async () => {
  for (const command of ['show', 'replay', 'discard']) {
    const { code, err } = await runEvents([command, 'evt_nothing']);
    expect([code, err]).toEqual([1, expect.stringContaining('There is no event with this id')]);
  }
  expect(await db().stripeEvent.count()).toBe(0);
});

test('without Redis it lists the database and can replay an event', async () => {
  const { order, event } = await makeFailedPayment();
  const withoutRedis = { REDIS_URL: 'redis://127.0.0.1:9' };
  const [{ code, out }, replayed] = await Promise.all([
    runAlone(['list'], withoutRedis),
    runAlone(['replay', event.id], withoutRedis),
  ]);
  expect(code).toBe(0);
  expect(out).toContain(event.id);
  expect(out).toContain('Redis is not responding');
  expect(replayed).toMatchObject({ code: 0 });
  expect(await saleState(order)).toMatchObject({ order: 'PAID' });
});

test('without a database it exits with 1 and says why', async () => {
  const { code, out, err } = await runAlone(['list'], { DATABASE_URL: 'postgresql://nobody@127.0.0.1:9/none' });
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(err).toContain('127.0.0.1:9');
});
