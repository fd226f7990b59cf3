import Stripe from 'stripe';
import { describe, expect, test, vi } from 'vitest';
import { stripeFixture, WEBHOOK_SECRETS } from '../../support/stripe/stripe-fixture.ts';

const local = stripeFixture();

describe('webhooks', () => {
  test('are signed with every secret', async () => {
    const { id } = await local.create();
    await local.control(`sessions/${id}/pay`);
    for (const type of ['charge.succeeded', 'payment_intent.succeeded', 'checkout.session.completed']) {
      await local.receiver.next(type);
    }
    for (const secret of WEBHOOK_SECRETS) {
      for (const { body, signature } of local.receiver.received) {
        expect(local.stripe.webhooks.constructEvent(body, signature, secret).api_version).toBe(Stripe.API_VERSION);
      }
    }
    const { body, signature } = local.receiver.received[0] ?? { body: '', signature: '' };
    expect(() => local.stripe.webhooks.constructEvent(`${body} `, signature, WEBHOOK_SECRETS[0] ?? '')).toThrow();
    expect(local.receiver.received).toHaveLength(3);
  });

  test('are retried after an error', async () => {
    local.receiver.statuses.push(500, 500);
    const { id } = await local.create();
    await local.stripe.checkout.sessions.expire(id);
    const event = await local.receiver.next('checkout.session.expired');
    const undelivered = await local.stripe.events.list({ delivery_success: false });
    expect(undelivered.data.map((one) => one.id)).toEqual([event.id]);
    await vi.waitFor(
      async () => {
        await local.control('advance', { seconds: 5 });
        expect((await local.stripe.events.retrieve(event.id)).pending_webhooks).toBe(0);
      },
      { timeout: 4_000 },
    );
    expect(local.receiver.received.map((one) => one.event.id)).toEqual([event.id, event.id, event.id]);
    expect((await local.stripe.events.list({ delivery_success: false })).data).toEqual([]);
  });

  test('can be duplicated, delayed and reordered', async () => {
    await local.control('delivery', {
      mode: 'hold',
      duplicate: 2,
      types: ['checkout.session.completed', 'charge.succeeded'],
    });
    const { id } = await local.create();
    await local.control(`sessions/${id}/pay`);
    await local.receiver.next('payment_intent.succeeded');
    expect(local.receiver.received).toHaveLength(1);
    const events = (await local.stripe.events.list({ types: ['checkout.session.completed', 'charge.succeeded'] })).data;
    const order = events.map((event) => event.id);
    await local.control('flush', { order });
    const [first, second] = order;
    expect(local.receiver.received.slice(1).map(({ event }) => event.id)).toEqual([first, first, second, second]);
  });

  test('can be dropped, and delivered any number of times', async () => {
    await local.control('delivery', { mode: 'drop' });
    const { id } = await local.create();
    await local.stripe.checkout.sessions.expire(id);
    const [event] = (await local.stripe.events.list({ type: 'checkout.session.expired', delivery_success: false }))
      .data;
    expect(local.receiver.received).toEqual([]);
    await local.control('deliver', { eventId: event?.id, times: 20, concurrent: true });
    expect(local.receiver.received.map((one) => one.event.id)).toEqual(Array(20).fill(event?.id));
  });

  test('are dropped, duplicated and reordered by shares, the same way for the same seed', async () => {
    const first = await expireSome(60);
    const { counts } = first;
    expect(counts.events).toBe(60);
    expect(first.copies.filter((copies) => copies === 0)).toHaveLength(counts.dropped);
    expect(first.copies.filter((copies) => copies === 2)).toHaveLength(counts.duplicated);
    expect(Math.min(counts.dropped, counts.duplicated, counts.reordered)).toBeGreaterThan(0);
    expect(first.arrived).not.toEqual([...first.arrived].sort((a, b) => a - b));
    const second = await expireSome(60);
    expect(second.counts).toEqual(counts);
    expect(second.copies).toEqual(first.copies);
    const undelivered = await local.stripe.events.list({ delivery_success: false, limit: 100 });
    expect(undelivered.data).toHaveLength(2 * counts.dropped);
  });

  test('contain the object as it was at the time of the event', async () => {
    const payment_intent = await local.paidIntent();
    await local.stripe.refunds.create({ payment_intent });
    const [succeeded] = (await local.stripe.events.list({ type: 'charge.succeeded' })).data;
    expect(succeeded?.data.object).toMatchObject({ amount_refunded: 0, refunded: false });
  });
});

test('all data survives a restart', async () => {
  await local.control('delivery', { mode: 'hold' });
  const open = await local.create({}, { idempotencyKey: 'checkout:1' });
  const payment_intent = await local.paidIntent();
  await local.restart();
  expect(await local.stripe.checkout.sessions.retrieve(open.id)).toMatchObject({
    status: 'open',
    client_reference_id: 'order-1',
  });
  expect((await local.create({}, { idempotencyKey: 'checkout:1' })).id).toBe(open.id);
  expect(await local.stripe.paymentIntents.retrieve(payment_intent)).toMatchObject({ status: 'succeeded' });
  await local.control('flush');
  await local.receiver.next('checkout.session.completed');
});

test('the index page lists sessions and events', async () => {
  const { id } = await local.create();
  await local.stripe.checkout.sessions.expire(id);
  const html = await (await fetch(local.emulator.url)).text();
  expect(html).toContain(id);
  expect(html).toContain('checkout.session.expired');
  expect((await fetch(`${local.emulator.url}/health`)).status).toBe(200);
});

test('the test control refuses requests from other origins', async () => {
  const response = await fetch(`${local.emulator.url}/_test/state`, {
    headers: { origin: 'https://elsewhere.example' },
  });
  expect(response.status).toBe(403);
});

type Counts = { events: number; dropped: number; duplicated: number; reordered: number };

/** Expires sessions in turn while some of the events are dropped, and waits for the others. */
async function expireSome(count: number) {
  const shares = { drop: 0.3, duplicate: 0.2, reorder: 0.1, reorderMs: 500, seed: 7 };
  const before = local.receiver.received.length;
  await local.control('delivery', { shares });
  const ids: string[] = [];
  for (let index = 0; index < count; index++) {
    const { id } = await local.create();
    await local.stripe.checkout.sessions.expire(id);
    ids.push(id);
  }
  const { counts } = (await (await fetch(`${local.emulator.url}/_test/delivery`)).json()) as { counts: Counts };
  const expected = counts.events - counts.dropped + counts.duplicated;
  await vi.waitFor(() => expect(local.receiver.received).toHaveLength(before + expected), { timeout: 4_000 });
  const arrived = local.receiver.received
    .slice(before)
    .map(({ event }) => ids.indexOf((event.data.object as Stripe.Checkout.Session).id));
  return { counts, arrived, copies: ids.map((_, index) => arrived.filter((one) => one === index).length) };
}
