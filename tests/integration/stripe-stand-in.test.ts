import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Stripe from 'stripe';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type StripeStandIn, startStripeStandIn } from '../../dev/stripe/start-stripe-stand-in.ts';
import { startWebhookReceiver, type WebhookReceiver } from '../support/webhook-receiver.ts';

const KEY = 'sk_test_stand_in';
const SECRETS = ['whsec_new', 'whsec_old'];
const NOW = Math.floor(Date.now() / 1000);

let dataDir: string;
let receiver: WebhookReceiver;
let standIn: StripeStandIn;
let stripe: Stripe;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'stripe-stand-in-'));
  receiver = await startWebhookReceiver();
  await start();
});

afterEach(async () => {
  await standIn.close();
  await receiver.close();
  await rm(dataDir, { recursive: true });
});

async function start(): Promise<void> {
  standIn = await startStripeStandIn({
    port: 0,
    dataDir,
    webhookUrl: receiver.url,
    webhookSecret: SECRETS.join(','),
    apiKey: KEY,
    delayedSeconds: 3_600,
  });
  stripe = connect(KEY);
}

function connect(key: string): Stripe {
  return new Stripe(key, { host: '127.0.0.1', port: standIn.port, protocol: 'http', maxNetworkRetries: 0 });
}

function request(changes: Partial<Stripe.Checkout.SessionCreateParams> = {}): Stripe.Checkout.SessionCreateParams {
  return {
    mode: 'payment',
    allowed_payment_method_types: ['card'],
    line_items: [lineItem('eur', 12_000)],
    client_reference_id: 'order-1',
    metadata: { orderId: 'order-1' },
    payment_intent_data: { metadata: { orderId: 'order-1' } },
    success_url: 'http://localhost:3000/orders/1?session={CHECKOUT_SESSION_ID}',
    cancel_url: 'http://localhost:3000/orders/1/cancel',
    expires_at: NOW + 31 * 60,
    ...changes,
  };
}

function lineItem(currency: string, unit_amount: number): Stripe.Checkout.SessionCreateParams.LineItem {
  const product_data = { name: 'Harbour & <mist>', description: 'Oil', images: ['http://localhost:3000/a.webp'] };
  return { quantity: 1, price_data: { currency, unit_amount, product_data } };
}

/** As older versions of the API called it. */
const withOldName = { payment_method_types: ['card'] } as Partial<Stripe.Checkout.SessionCreateParams>;

const create = (changes?: Partial<Stripe.Checkout.SessionCreateParams>) =>
  stripe.checkout.sessions.create(request(changes));

async function control(path: string, body: object = {}): Promise<unknown> {
  const response = await fetch(`${standIn.url}/_test/${path}`, { method: 'POST', body: JSON.stringify(body) });
  const answer: unknown = await response.json();
  if (!response.ok) throw new Error(JSON.stringify(answer));
  return answer;
}

/** Fills in the payment page's form as a browser without JavaScript does. */
function submit(session: { id: string }, changes: Record<string, string> = {}): Promise<Response> {
  const form = {
    email: 'ada@example.org',
    method: 'card',
    cardNumber: '4242 4242 4242 4242',
    expiry: '12 / 34',
    cvc: '123',
    name: 'Ada Lovelace',
    country: 'GB',
    ...changes,
  };
  const body = new URLSearchParams(form);
  return fetch(`${standIn.url}/c/pay/${session.id}`, { method: 'POST', body, redirect: 'manual' });
}

async function paidIntent(): Promise<string> {
  const session = await create();
  await control(`sessions/${session.id}/pay`);
  const { payment_intent } = await stripe.checkout.sessions.retrieve(session.id);
  if (typeof payment_intent !== 'string') throw new Error('the session was not paid');
  return payment_intent;
}

describe('checkout sessions', () => {
  test('are created open and come back the same', async () => {
    const session = await create();
    expect(session).toMatchObject({
      object: 'checkout.session',
      status: 'open',
      payment_status: 'unpaid',
      amount_total: 12_000,
      currency: 'eur',
      client_reference_id: 'order-1',
      metadata: { orderId: 'order-1' },
      payment_intent: null,
      expires_at: NOW + 31 * 60,
    });
    expect(session.id).toMatch(/^cs_test_/);
    expect(session.url).toBe(`http://localhost:${standIn.port}/c/pay/${session.id}`);
    expect(session.lastResponse.requestId).toMatch(/^req_/);
    expect(await stripe.checkout.sessions.retrieve(session.id)).toEqual(session);
  });

  test('expand their payment and line items', async () => {
    const { id } = await create();
    await control(`sessions/${id}/pay`);
    const session = await stripe.checkout.sessions.retrieve(id, {
      expand: ['line_items', 'payment_intent.latest_charge.balance_transaction'],
    });
    expect(session.line_items?.data[0]?.price?.unit_amount_decimal?.toString()).toBe('12000');
    expect(session.payment_intent).toMatchObject({
      status: 'succeeded',
      metadata: { orderId: 'order-1' },
      latest_charge: { status: 'succeeded', balance_transaction: { amount: 12_000, fee: 378, net: 11_622 } },
    });
    await expect(stripe.checkout.sessions.retrieve(id, { expand: ['currency'] })).rejects.toThrow(
      'This property cannot be expanded (currency).',
    );
  });

  test('are listed newest first, filtered, page by page', async () => {
    const ids: string[] = [];
    for (let index = 0; index < 5; index += 1) ids.unshift((await create()).id);
    const paged: string[] = [];
    for await (const session of stripe.checkout.sessions.list({ limit: 2 })) paged.push(session.id);
    expect(paged).toEqual(ids);
    await stripe.checkout.sessions.expire(ids[2] ?? '');
    const expired = await stripe.checkout.sessions.list({ status: 'expired' });
    expect(expired.data.map(({ id }) => id)).toEqual([ids[2]]);
    expect((await stripe.checkout.sessions.list({ created: { lt: NOW - 60 } })).data).toEqual([]);
    const intent = await paidIntent();
    expect((await stripe.checkout.sessions.list({ payment_intent: intent })).data).toHaveLength(1);
  });

  test('can be expired while they are open only', async () => {
    const { id } = await create();
    expect(await stripe.checkout.sessions.expire(id)).toMatchObject({ status: 'expired', url: null });
    await expect(stripe.checkout.sessions.expire(id)).rejects.toMatchObject({
      statusCode: 400,
      message: expect.stringContaining('has a status of `expired`'),
    });
    expect(await receiver.next('checkout.session.expired')).toMatchObject({ data: { object: { id } } });
  });

  test('expire by their own clock', async () => {
    const { id } = await create();
    await control('advance', { seconds: 30 * 60 });
    expect((await stripe.checkout.sessions.retrieve(id)).status).toBe('open');
    await control('advance', { seconds: 2 * 60 });
    expect((await stripe.checkout.sessions.retrieve(id)).status).toBe('expired');
    await receiver.next('checkout.session.expired');
    expect((await create()).status).toBe('open');
  });

  test.each([
    [{ expires_at: NOW + 20 * 60 }, 'at least 30 minutes'],
    [{ expires_at: NOW + 25 * 3_600 }, 'less than 24 hours'],
    [{ success_url: 'nonsense' }, 'Not a valid URL'],
    [{ customer_email: 'nonsense' }, 'Invalid email address: nonsense'],
    [{ line_items: [] }, 'Missing required param: line_items'],
    [withOldName, 'Received unknown parameter: payment_method_types'],
  ])('refuse %j', async (changes, message) => {
    await expect(create(changes)).rejects.toMatchObject({
      type: 'StripeInvalidRequestError',
      statusCode: 400,
      message: expect.stringContaining(message),
    });
  });

  test('name the wrong parameter inside an array', async () => {
    const item = lineItem('eur', 100);
    const wrong = { ...item, price_data: { ...item.price_data, currency: undefined } };
    await expect(create({ line_items: [wrong as unknown as typeof item] })).rejects.toMatchObject({
      code: 'parameter_missing',
      param: 'line_items[0][price_data][currency]',
    });
  });
});

describe('amounts', () => {
  test.each([
    ['usd', 49, 'amount_too_small'],
    ['jpy', 49, 'amount_too_small'],
    ['eur', 100_000_000, 'amount_too_large'],
    ['kwd', 1_005, 'parameter_invalid_integer'],
    ['isk', 10_050, 'parameter_invalid_integer'],
    ['eur', -5, 'parameter_invalid_integer'],
    ['eur', 12.5, 'parameter_invalid_integer'],
    ['xyz', 1_000, 'parameter_invalid_string'],
  ])('%s %d is refused: %s', async (currency, amount, code) => {
    await expect(create({ line_items: [lineItem(currency, amount)] })).rejects.toMatchObject({ statusCode: 400, code });
  });

  test.each([
    ['jpy', 12_000, '¥12,000'],
    ['kwd', 12_340, 'KWD 12.340'],
    ['eur', 12_000, '€120.00'],
    ['isk', 12_000, 'ISK 120'],
  ])('%s %d is shown as %s', async (currency, amount, shown) => {
    const { id } = await create({ line_items: [lineItem(currency, amount)] });
    const html = await (await fetch(`${standIn.url}/c/pay/${id}`)).text();
    expect(/<button[^>]*>(.*)<\/button>/.exec(html)?.[1]?.replaceAll('\u00a0', ' ')).toBe(`Pay ${shown}`);
  });

  test('nothing to pay needs no payment', async () => {
    const { id } = await create({ line_items: [lineItem('eur', 0)] });
    await control(`sessions/${id}/pay`);
    const session = await stripe.checkout.sessions.retrieve(id);
    expect(session).toMatchObject({ status: 'complete', payment_status: 'no_payment_required', payment_intent: null });
  });
});

describe('requests', () => {
  test('need the key', async () => {
    await expect(connect('sk_test_other').checkout.sessions.list()).rejects.toMatchObject({
      type: 'StripeAuthenticationError',
      statusCode: 401,
    });
  });

  test('for what does not exist are answered 404', async () => {
    await expect(stripe.checkout.sessions.retrieve('cs_test_none')).rejects.toMatchObject({
      statusCode: 404,
      code: 'resource_missing',
      message: "No such checkout.session: 'cs_test_none'",
    });
    await expect(stripe.customers.list()).rejects.toMatchObject({ statusCode: 404 });
  });

  test('with the same key and parameters get the first answer again', async () => {
    const options = { idempotencyKey: 'checkout:1' };
    const first = await stripe.checkout.sessions.create(request(), options);
    const second = await stripe.checkout.sessions.create(request(), options);
    expect(second).toEqual(first);
    expect(second.lastResponse.headers['idempotent-replayed']).toBe('true');
    expect(first.lastResponse.headers['idempotent-replayed']).toBeUndefined();
    expect((await stripe.checkout.sessions.list()).data).toHaveLength(1);
  });

  test('with the same key and other parameters are refused', async () => {
    const options = { idempotencyKey: 'checkout:1' };
    await stripe.checkout.sessions.create(request(), options);
    const other = stripe.checkout.sessions.create(request({ client_reference_id: 'order-2' }), options);
    await expect(other).rejects.toMatchObject({ type: 'StripeIdempotencyError', statusCode: 400 });
    await expect(stripe.refunds.create({ payment_intent: 'pi_1' }, options)).rejects.toMatchObject({
      type: 'StripeIdempotencyError',
      message: expect.stringContaining('same endpoint'),
    });
  });

  test('that fail validation leave the key free', async () => {
    const options = { idempotencyKey: 'checkout:1' };
    const wrong = { ...request(), nonsense: '1' };
    await expect(stripe.checkout.sessions.create(wrong, options)).rejects.toThrow('nonsense');
    await expect(stripe.checkout.sessions.create(request(), options)).resolves.toMatchObject({ status: 'open' });
  });

  test('whose reply is lost have done their work', async () => {
    const idempotencyKey = 'checkout:1';
    await control('fault', { path: '/v1/checkout/sessions', method: 'POST', dropReply: true });
    // The SDK tries once more after a closed connection, and finds what the first try made.
    const session = await stripe.checkout.sessions.create(request(), { idempotencyKey });
    expect(session.lastResponse.headers['idempotent-replayed']).toBe('true');
    expect((await stripe.checkout.sessions.list()).data).toHaveLength(1);
  });

  test('beside one that is still running with the same key are refused', async () => {
    await control('fault', { path: '/v1/*', hang: true });
    const options = { idempotencyKey: 'checkout:1', timeout: 2_000 };
    const hanging = expect(stripe.checkout.sessions.create(request(), options)).rejects.toMatchObject({
      type: 'StripeConnectionError',
    });
    await vi.waitFor(() =>
      expect(stripe.checkout.sessions.create(request(), options)).rejects.toMatchObject({
        statusCode: 409,
        code: 'idempotency_key_in_use',
      }),
    );
    await hanging;
  });

  test('fail as told', async () => {
    await control('fault', { path: '/v1/checkout/sessions', status: 503, times: 2 });
    await expect(create()).rejects.toMatchObject({ statusCode: 503, type: 'StripeAPIError' });
    const patient = new Stripe(KEY, {
      host: '127.0.0.1',
      port: standIn.port,
      protocol: 'http',
      maxNetworkRetries: 1,
    });
    await expect(patient.checkout.sessions.create(request())).resolves.toMatchObject({ status: 'open' });
  });
});

describe('the payment page', () => {
  test('shows the work and takes 4242', async () => {
    const session = await create();
    const html = await (await fetch(`${standIn.url}/c/pay/${session.id}`)).text();
    expect(html).toContain('Harbour &#38; &#60;mist&#62;');
    expect(html).toContain('src="http://localhost:3000/a.webp"');
    const response = await submit(session);
    expect(response.status).toBe(303);
    expect(response.headers.get('location')).toBe(`http://localhost:3000/orders/1?session=${session.id}`);
    expect(await stripe.checkout.sessions.retrieve(session.id)).toMatchObject({
      status: 'complete',
      payment_status: 'paid',
      url: null,
      customer_details: { email: 'ada@example.org', name: 'Ada Lovelace', address: { country: 'GB' } },
    });
    expect(await (await fetch(`${standIn.url}/c/pay/${session.id}`)).text()).toContain('This has been paid');
    expect((await submit(session)).status).toBe(303);
    expect((await stripe.charges.list()).data).toHaveLength(1);
  });

  test('declines 0002, keeps what was typed, and lets the buyer try again', async () => {
    const session = await create();
    const response = await submit(session, { cardNumber: '4000 0000 0000 0002' });
    const html = await response.text();
    expect(response.status).toBe(402);
    expect(html).toContain('Your card was declined.');
    expect(html).toContain('value="4000 0000 0000 0002"');
    expect(html).toContain('value="ada@example.org"');
    const failed = await receiver.next('payment_intent.payment_failed');
    expect(failed).toMatchObject({ data: { object: { last_payment_error: { code: 'card_declined' } } } });
    expect((await submit(session)).status).toBe(303);
    const paid = await stripe.checkout.sessions.retrieve(session.id, { expand: ['payment_intent'] });
    expect(paid.payment_intent).toMatchObject({ status: 'succeeded', last_payment_error: null });
  });

  test.each([
    [{ cardNumber: '4242 4242 4242 4241' }, 'card number is invalid'],
    [{ cardNumber: '4242' }, 'card number is incomplete'],
    [{ expiry: '01 / 20' }, 'expiry date is in the past'],
    [{ expiry: '13 / 34' }, 'Enter the expiry as MM / YY'],
    [{ cvc: '1' }, 'security code is incomplete'],
    [{ email: 'ada' }, 'Enter a valid email address'],
    [{ name: ' ' }, 'Enter the name on your card'],
  ])('refuses %j', async (changes, message) => {
    const session = await create();
    const response = await submit(session, changes);
    expect(response.status).toBe(422);
    expect(await response.text()).toContain(message);
    expect((await stripe.checkout.sessions.retrieve(session.id)).status).toBe('open');
  });

  test('says that a session has expired', async () => {
    const session = await create();
    await stripe.checkout.sessions.expire(session.id);
    const response = await submit(session);
    expect(await response.text()).toContain('nothing was charged');
    expect(await stripe.charges.list()).toMatchObject({ data: [] });
  });

  test.each([
    ['delayed-succeeds', 'checkout.session.async_payment_succeeded', 'paid'],
    ['delayed-fails', 'checkout.session.async_payment_failed', 'unpaid'],
  ])('%s: the order completes, the money comes or does not later', async (method, type, paymentStatus) => {
    const session = await create();
    expect((await submit(session, { method, cardNumber: '' })).status).toBe(303);
    expect(await receiver.next('checkout.session.completed')).toMatchObject({
      data: { object: { status: 'complete', payment_status: 'unpaid' } },
    });
    await control('advance', { seconds: 3_600 });
    expect(await receiver.next(type)).toMatchObject({ data: { object: { payment_status: paymentStatus } } });
  });

  test('a delayed payment waits for the test control', async () => {
    const session = await create();
    await control(`sessions/${session.id}/pay`, { method: 'delayed' });
    await control(`sessions/${session.id}/settle`, { outcome: 'succeeded' });
    await receiver.next('checkout.session.async_payment_succeeded');
    await expect(control(`sessions/${session.id}/settle`, { outcome: 'failed' })).rejects.toThrow('under way');
  });
});

describe('refunds and disputes', () => {
  test('refund in parts, then no more', async () => {
    const payment_intent = await paidIntent();
    const part = await stripe.refunds.create({ payment_intent, amount: 2_000, reason: 'requested_by_customer' });
    expect(part).toMatchObject({ status: 'succeeded', amount: 2_000, payment_intent });
    expect(await receiver.next('charge.refunded')).toMatchObject({
      data: { object: { amount_refunded: 2_000, refunded: false }, previous_attributes: { amount_refunded: 0 } },
    });
    await expect(stripe.refunds.create({ payment_intent, amount: 10_001 })).rejects.toMatchObject({ param: 'amount' });
    expect(await stripe.refunds.create({ payment_intent })).toMatchObject({ amount: 10_000 });
    await expect(stripe.refunds.create({ payment_intent })).rejects.toMatchObject({ code: 'charge_already_refunded' });
    expect((await stripe.refunds.list({ payment_intent })).data).toHaveLength(2);
    const intent = await stripe.paymentIntents.retrieve(payment_intent, { expand: ['latest_charge.refunds'] });
    expect(intent.latest_charge).toMatchObject({ refunded: true, refunds: { data: [{}, {}] } });
    const refundIds = (await stripe.balanceTransactions.list({ type: 'refund' })).data.map(({ source }) => source);
    expect(refundIds).toContain(part.id);
  });

  test('a pending refund may fail', async () => {
    const payment_intent = await paidIntent();
    await control('refund-status', { status: 'pending' });
    const refund = await stripe.refunds.create({ payment_intent });
    expect(refund.status).toBe('pending');
    await control(`refunds/${refund.id}/settle`, { outcome: 'failed' });
    await receiver.next('refund.failed');
    expect(await stripe.refunds.retrieve(refund.id)).toMatchObject({ status: 'failed' });
  });

  test.each(['won', 'lost'])('a dispute is opened and %s', async (status) => {
    const payment_intent = await paidIntent();
    await control('disputes', { payment_intent });
    const opened = await receiver.next('charge.dispute.created');
    expect(opened).toMatchObject({ data: { object: { payment_intent, status: 'needs_response' } } });
    await expect(stripe.refunds.create({ payment_intent })).rejects.toMatchObject({ code: 'charge_disputed' });
    const [dispute] = (await stripe.disputes.list()).data;
    await control(`disputes/${dispute?.id}/close`, { status });
    expect(await receiver.next('charge.dispute.closed')).toMatchObject({ data: { object: { status } } });
  });
});

describe('webhooks', () => {
  test('are signed with every secret', async () => {
    const { id } = await create();
    await control(`sessions/${id}/pay`);
    await receiver.next('checkout.session.completed');
    for (const secret of SECRETS) {
      for (const { body, signature } of receiver.received) {
        expect(stripe.webhooks.constructEvent(body, signature, secret).api_version).toBe(Stripe.API_VERSION);
      }
    }
    const { body, signature } = receiver.received[0] ?? { body: '', signature: '' };
    expect(() => stripe.webhooks.constructEvent(`${body} `, signature, SECRETS[0] ?? '')).toThrow();
    const types = receiver.received.map(({ event }) => event.type).sort();
    expect(types).toEqual(['charge.succeeded', 'checkout.session.completed', 'payment_intent.succeeded']);
  });

  test('are tried again after an error', async () => {
    receiver.answers.push(500, 500);
    const { id } = await create();
    await stripe.checkout.sessions.expire(id);
    const event = await receiver.next('checkout.session.expired');
    const undelivered = await stripe.events.list({ delivery_success: false });
    expect(undelivered.data.map((one) => one.id)).toEqual([event.id]);
    await control('advance', { seconds: 2 });
    await vi.waitFor(() => expect(receiver.received).toHaveLength(2));
    await vi.waitFor(async () => {
      await control('advance', { seconds: 5 });
      expect((await stripe.events.retrieve(event.id)).pending_webhooks).toBe(0);
    });
    expect(receiver.received.map((one) => one.event.id)).toEqual([event.id, event.id, event.id]);
    expect((await stripe.events.list({ delivery_success: false })).data).toEqual([]);
  });

  test('come twice, late and out of order when told so', async () => {
    await control('delivery', {
      mode: 'hold',
      duplicate: 2,
      types: ['checkout.session.completed', 'charge.succeeded'],
    });
    const { id } = await create();
    await control(`sessions/${id}/pay`);
    await receiver.next('payment_intent.succeeded');
    expect(receiver.received).toHaveLength(1);
    const events = (await stripe.events.list({ types: ['checkout.session.completed', 'charge.succeeded'] })).data;
    const order = events.map((event) => event.id);
    await control('flush', { order });
    const [first, second] = order;
    expect(receiver.received.slice(1).map(({ event }) => event.id)).toEqual([first, first, second, second]);
  });

  test('are lost when told so, and can be delivered any number of times', async () => {
    await control('delivery', { mode: 'drop' });
    const { id } = await create();
    await stripe.checkout.sessions.expire(id);
    const [event] = (await stripe.events.list({ type: 'checkout.session.expired', delivery_success: false })).data;
    expect(receiver.received).toEqual([]);
    await control('deliver', { eventId: event?.id, times: 20, concurrent: true });
    expect(receiver.received.map((one) => one.event.id)).toEqual(Array(20).fill(event?.id));
  });

  test('carry the object as it was at the time', async () => {
    const payment_intent = await paidIntent();
    await stripe.refunds.create({ payment_intent });
    const [succeeded] = (await stripe.events.list({ type: 'charge.succeeded' })).data;
    expect(succeeded?.data.object).toMatchObject({ amount_refunded: 0, refunded: false });
  });
});

test('everything is found again after a restart', async () => {
  await control('delivery', { mode: 'hold' });
  const open = await stripe.checkout.sessions.create(request(), { idempotencyKey: 'checkout:1' });
  const payment_intent = await paidIntent();
  await standIn.close();
  await start();
  expect(await stripe.checkout.sessions.retrieve(open.id)).toMatchObject({
    status: 'open',
    client_reference_id: 'order-1',
  });
  expect((await stripe.checkout.sessions.create(request(), { idempotencyKey: 'checkout:1' })).id).toBe(open.id);
  expect(await stripe.paymentIntents.retrieve(payment_intent)).toMatchObject({ status: 'succeeded' });
  await control('flush');
  await receiver.next('checkout.session.completed');
});

test('the index page lists sessions and events', async () => {
  const { id } = await create();
  await stripe.checkout.sessions.expire(id);
  const html = await (await fetch(standIn.url)).text();
  expect(html).toContain(id);
  expect(html).toContain('checkout.session.expired');
  expect((await fetch(`${standIn.url}/health`)).status).toBe(200);
});

test('the test control obeys no other page', async () => {
  const response = await fetch(`${standIn.url}/_test/state`, { headers: { origin: 'https://elsewhere.example' } });
  expect(response.status).toBe(403);
});
