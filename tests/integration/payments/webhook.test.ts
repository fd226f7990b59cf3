import Stripe from 'stripe';
import { beforeEach, expect, test } from 'vitest';
import { signEntry } from '#lib/payments/entry-signature.ts';
import { EVENT_STREAM } from '#lib/payments/event-stream.ts';
import { redis, waitForRedis } from '#lib/redis.ts';
import { POST } from '../../../app/api/webhooks/stripe/route.ts';
import { sessionEvent } from '../../support/stripe/stripe-events.ts';

const stripe = new Stripe('sk_test_x');

beforeEach(async () => {
  await waitForRedis();
  await redis().flushdb();
});

type Signing = { secret?: string; timestamp?: number };

function sign(payload: string, { secret = 'whsec_new', timestamp }: Signing = {}): string {
  return stripe.webhooks.generateTestHeaderString({ payload, secret, ...(timestamp && { timestamp }) });
}

async function deliver(body: string, signature: string | null): Promise<number> {
  const headers = new Headers(signature ? { 'stripe-signature': signature } : {});
  return (await POST(new Request('http://localhost/api/webhooks/stripe', { method: 'POST', body, headers }))).status;
}

const entries = async () => (await redis().xrange(EVENT_STREAM, '-', '+')).map(([, fields]) => fields);

const event = sessionEvent('checkout.session.completed', { orderId: '00000000-0000-4000-8000-000000000000' });
// Indented as by Stripe: the body is signed and stored byte for byte.
const body = `${JSON.stringify(event, null, 2)}\n`;

test.for(['whsec_new', 'whsec_old'])('adds an event signed with %s to the stream unchanged', async (secret) => {
  expect(await deliver(body, sign(body, { secret }))).toBe(200);
  const { id, type } = event;
  const signature = signEntry({ id, type, body });
  expect(await entries()).toEqual([['id', id, 'type', type, 'event', body, 'signature', signature]]);
});

test.for<[string, () => string | null]>([
  ['no signature', () => null],
  ['a malformed signature', () => 'x'],
  ['another secret', () => sign(body, { secret: 'whsec_other' })],
  ['another body', () => sign(body.replace('12000', '1'))],
  ['a signature from an hour ago', () => sign(body, { timestamp: Math.floor(Date.now() / 1000) - 3_600 })],
])('refuses %s', async ([, signature]) => {
  expect(await deliver(body, signature())).toBe(400);
  expect(await entries()).toEqual([]);
});

test('accepts and drops events that are not about a sale', async () => {
  const other = JSON.stringify({ ...event, type: 'customer.created' });
  expect(await deliver(other, sign(other))).toBe(200);
  expect(await entries()).toEqual([]);
});

test('refuses a body of more than a megabyte', async () => {
  const huge = JSON.stringify({ ...event, padding: 'x'.repeat(1024 * 1024) });
  expect(await deliver(huge, sign(huge))).toBe(413);
});
