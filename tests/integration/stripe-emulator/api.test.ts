import type Stripe from 'stripe';
import { describe, expect, test, vi } from 'vitest';
import { API_KEY, lineItem, STARTED_AT, sessionRequest, stripeFixture } from '../../support/stripe/stripe-fixture.ts';

/** The parameter's name in older versions of the API. */
const withOldParameter = { payment_method_types: ['card'] } as Partial<Stripe.Checkout.SessionCreateParams>;

const local = stripeFixture();

describe('checkout sessions', () => {
  test('are created open and retrieved unchanged', async () => {
    const session = await local.create();
    expect(session).toMatchObject({
      object: 'checkout.session',
      status: 'open',
      payment_status: 'unpaid',
      amount_total: 12_000,
      currency: 'eur',
      client_reference_id: 'order-1',
      metadata: { orderId: 'order-1' },
      payment_intent: null,
      expires_at: STARTED_AT + 31 * 60,
    });
    expect(session.id).toMatch(/^cs_test_/);
    expect(session.url).toBe(`http://localhost:${local.emulator.port}/c/pay/${session.id}`);
    expect(session.lastResponse.requestId).toMatch(/^req_/);
    expect(await local.stripe.checkout.sessions.retrieve(session.id)).toEqual(session);
  });

  test('can be retrieved with their payment and line items expanded', async () => {
    const { id } = await local.create();
    await local.control(`sessions/${id}/pay`);
    const session = await local.stripe.checkout.sessions.retrieve(id, {
      expand: ['line_items', 'payment_intent.latest_charge.balance_transaction'],
    });
    expect(session.line_items?.data[0]?.price?.unit_amount_decimal?.toString()).toBe('12000');
    expect(session.payment_intent).toMatchObject({
      status: 'succeeded',
      metadata: { orderId: 'order-1' },
      latest_charge: { status: 'succeeded', balance_transaction: { amount: 12_000, fee: 378, net: 11_622 } },
    });
    await expect(local.stripe.checkout.sessions.retrieve(id, { expand: ['currency'] })).rejects.toThrow(
      'This property cannot be expanded (currency).',
    );
  });

  test('are listed newest first, with filters and pages', async () => {
    const ids: string[] = [];
    for (let index = 0; index < 5; index += 1) ids.unshift((await local.create()).id);
    const paged: string[] = [];
    for await (const session of local.stripe.checkout.sessions.list({ limit: 2 })) paged.push(session.id);
    expect(paged).toEqual(ids);
    await local.stripe.checkout.sessions.expire(ids[2] ?? '');
    const expired = await local.stripe.checkout.sessions.list({ status: 'expired' });
    expect(expired.data.map(({ id }) => id)).toEqual([ids[2]]);
    expect((await local.stripe.checkout.sessions.list({ created: { lt: STARTED_AT - 60 } })).data).toEqual([]);
    const intent = await local.paidIntent();
    expect((await local.stripe.checkout.sessions.list({ payment_intent: intent })).data).toHaveLength(1);
  });

  test('can be expired only while they are open', async () => {
    const { id } = await local.create();
    expect(await local.stripe.checkout.sessions.expire(id)).toMatchObject({ status: 'expired', url: null });
    await expect(local.stripe.checkout.sessions.expire(id)).rejects.toMatchObject({
      statusCode: 400,
      message: expect.stringContaining('has a status of `expired`'),
    });
    expect(await local.receiver.next('checkout.session.expired')).toMatchObject({ data: { object: { id } } });
  });

  test('expire at their expiry time', async () => {
    const { id } = await local.create();
    await local.control('advance', { seconds: 30 * 60 });
    expect((await local.stripe.checkout.sessions.retrieve(id)).status).toBe('open');
    await local.control('advance', { seconds: 2 * 60 });
    expect((await local.stripe.checkout.sessions.retrieve(id)).status).toBe('expired');
    await local.receiver.next('checkout.session.expired');
    expect((await local.create()).status).toBe('open');
  });

  test.each([
    [{ expires_at: STARTED_AT + 20 * 60 }, 'at least 30 minutes'],
    [{ expires_at: STARTED_AT + 25 * 3_600 }, 'less than 24 hours'],
    [{ success_url: 'nonsense' }, 'Not a valid URL'],
    [{ customer_email: 'nonsense' }, 'Invalid email address: nonsense'],
    [{ line_items: [] }, 'Missing required param: line_items'],
    [withOldParameter, 'Received unknown parameter: payment_method_types'],
  ])('cannot be created with %j', async (changes, message) => {
    await expect(local.create(changes)).rejects.toMatchObject({
      type: 'StripeInvalidRequestError',
      statusCode: 400,
      message: expect.stringContaining(message),
    });
  });

  test('report an invalid parameter inside an array by its full name', async () => {
    const item = lineItem('eur', 100);
    const invalid = { ...item, price_data: { ...item.price_data, currency: undefined } };
    await expect(local.create({ line_items: [invalid as unknown as typeof item] })).rejects.toMatchObject({
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
    await expect(local.create({ line_items: [lineItem(currency, amount)] })).rejects.toMatchObject({
      statusCode: 400,
      code,
    });
  });

  test.each([
    ['jpy', 12_000, '¥12,000'],
    ['kwd', 12_340, 'KWD 12.340'],
    ['eur', 12_000, '€120.00'],
    ['isk', 12_000, 'ISK 120'],
  ])('%s %d is shown as %s', async (currency, amount, shown) => {
    const { id } = await local.create({ line_items: [lineItem(currency, amount)] });
    const html = await local.page({ id });
    expect(/<button[^>]*>(.*)<\/button>/.exec(html)?.[1]?.replaceAll('\u00a0', ' ')).toBe(`Pay ${shown}`);
  });

  test('a session of zero needs no payment', async () => {
    const { id } = await local.create({ line_items: [lineItem('eur', 0)] });
    await local.control(`sessions/${id}/pay`);
    const session = await local.stripe.checkout.sessions.retrieve(id);
    expect(session).toMatchObject({ status: 'complete', payment_status: 'no_payment_required', payment_intent: null });
  });
});

describe('requests', () => {
  test('need the API key', async () => {
    await expect(local.connect('sk_test_other').checkout.sessions.list()).rejects.toMatchObject({
      type: 'StripeAuthenticationError',
      statusCode: 401,
    });
  });

  test('for missing objects get 404', async () => {
    await expect(local.stripe.checkout.sessions.retrieve('cs_test_none')).rejects.toMatchObject({
      statusCode: 404,
      code: 'resource_missing',
      message: "No such checkout.session: 'cs_test_none'",
    });
    await expect(local.stripe.customers.list()).rejects.toMatchObject({ statusCode: 404 });
  });

  test('with the same idempotency key and parameters get the first response again', async () => {
    const options = { idempotencyKey: 'checkout:1' };
    const first = await local.create({}, options);
    const second = await local.create({}, options);
    expect(second).toEqual(first);
    expect(second.lastResponse.headers['idempotent-replayed']).toBe('true');
    expect(first.lastResponse.headers['idempotent-replayed']).toBeUndefined();
    expect((await local.stripe.checkout.sessions.list()).data).toHaveLength(1);
  });

  test('with the same idempotency key and other parameters are refused', async () => {
    const options = { idempotencyKey: 'checkout:1' };
    await local.create({}, options);
    const other = local.create({ client_reference_id: 'order-2' }, options);
    await expect(other).rejects.toMatchObject({ type: 'StripeIdempotencyError', statusCode: 400 });
    await expect(local.stripe.refunds.create({ payment_intent: 'pi_1' }, options)).rejects.toMatchObject({
      type: 'StripeIdempotencyError',
      message: expect.stringContaining('same endpoint'),
    });
  });

  test('that fail validation do not use up the idempotency key', async () => {
    const options = { idempotencyKey: 'checkout:1' };
    const invalid = { ...sessionRequest(), nonsense: '1' };
    await expect(local.stripe.checkout.sessions.create(invalid, options)).rejects.toThrow('nonsense');
    await expect(local.create({}, options)).resolves.toMatchObject({ status: 'open' });
  });

  test('whose response is lost still take effect', async () => {
    const idempotencyKey = 'checkout:1';
    await local.control('fault', { path: '/v1/checkout/sessions', method: 'POST', dropReply: true });
    // The SDK retries after a closed connection and gets the result of its first attempt.
    const session = await local.create({}, { idempotencyKey });
    expect(session.lastResponse.headers['idempotent-replayed']).toBe('true');
    expect((await local.stripe.checkout.sessions.list()).data).toHaveLength(1);
  });

  test('are refused while another with the same idempotency key is running', async () => {
    await local.control('fault', { path: '/v1/*', hang: true });
    const options = { idempotencyKey: 'checkout:1', timeout: 2_000 };
    const hanging = expect(local.create({}, options)).rejects.toMatchObject({
      type: 'StripeConnectionError',
    });
    await vi.waitFor(() =>
      expect(local.create({}, options)).rejects.toMatchObject({
        statusCode: 409,
        code: 'idempotency_key_in_use',
      }),
    );
    await hanging;
  });

  test('fail as configured', async () => {
    await local.control('fault', { path: '/v1/checkout/sessions', status: 503, times: 2 });
    await expect(local.create()).rejects.toMatchObject({ statusCode: 503, type: 'StripeAPIError' });
    const retrying = local.connect(API_KEY, 1);
    await expect(retrying.checkout.sessions.create(sessionRequest())).resolves.toMatchObject({ status: 'open' });
  });
});
