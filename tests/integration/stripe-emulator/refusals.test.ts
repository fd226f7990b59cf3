import type Stripe from 'stripe';
import { describe, expect, test } from 'vitest';
import { API_KEY, lineItem, sessionRequest, stripeFixture } from '../../support/stripe/stripe-fixture.ts';

type Parameters = Partial<Stripe.Checkout.SessionCreateParams>;

const local = stripeFixture();

const item = lineItem('eur', 12_000);
const withProduct = (changes: object): Parameters => ({
  line_items: [{ ...item, price_data: { ...item.price_data, product_data: { name: 'A work', ...changes } } }],
});
const letters = (count: number) => 'a'.repeat(count);
const image = 'https://shop.example/a.webp';
const PRODUCT = 'line_items[0][price_data][product_data]';

describe('a session is refused as Stripe does', () => {
  test.for<[what: string, parameters: Parameters, param: string, message: string]>([
    [
      'a name above 5,000',
      withProduct({ name: letters(5_001) }),
      `${PRODUCT}[name]`,
      'must be at most 5000 characters',
    ],
    [
      'a ninth image',
      withProduct({ images: Array(9).fill(image) }),
      `${PRODUCT}[images]`,
      'Array images exceeded maximum 8 allowed elements.',
    ],
    [
      'a metadata key above 40',
      { metadata: { [letters(41)]: '1' } },
      'metadata',
      'must be a string under 40 characters',
    ],
    [
      'a metadata value above 500',
      { metadata: { a: letters(501) } },
      'metadata',
      'must be a string under 500 characters',
    ],
    [
      'a 51st metadata key',
      { metadata: Object.fromEntries(Array.from({ length: 51 }, (_, at) => [`k${at}`, '1'])) },
      'metadata',
      'up to 50 metadata keys',
    ],
    [
      'a 101st line item',
      { line_items: Array(101).fill(item) },
      'line_items',
      'Array line_items exceeded maximum 100 allowed elements.',
    ],
    [
      'a reference above 200',
      { client_reference_id: letters(201) },
      'client_reference_id',
      'must be at most 200 characters',
    ],
    ['an unknown locale', { locale: 'xx' }, 'locale', 'Invalid locale: must be one of auto, bg,'],
    [
      'an unknown payment method',
      { allowed_payment_method_types: ['card', 'shells'] },
      'allowed_payment_method_types[1]',
      'must be one of acss_debit,',
    ],
    ['an unknown mode', { mode: 'gift' }, 'mode', 'Invalid mode: must be one of payment'],
    [
      'an address above 5,000',
      { success_url: `https://shop.example/${letters(5_000)}` },
      'success_url',
      'URL must be 5000 characters or less',
    ],
  ])('%s', async ([, parameters, param, message], _context) => {
    const refused = local.create(parameters);
    await expect(refused).rejects.toMatchObject({
      type: 'StripeInvalidRequestError',
      statusCode: 400,
      param,
      message: expect.stringContaining(message),
    });
    expect((await local.stripe.checkout.sessions.list()).data).toEqual([]);
  });

  test('the limits themselves are accepted', async () => {
    await local.create(withProduct({ name: letters(5_000), images: Array(8).fill(image) }));
    await local.create({
      line_items: Array(100).fill(item),
      metadata: { [letters(40)]: letters(500) },
      locale: 'pt-BR',
    });
    await local.create({ allowed_payment_method_types: ['card', 'sepa_debit', 'link'] });
  });

  test.for(['a@b..de', 'a..b@c.de', '.a@b.de', 'a.@b.de', 'a@b', 'a@-b.de', 'a b@c.de', 'a@b.de,c@d.de', '@b.de'])(
    'the email address %s',
    async (customer_email) => {
      await expect(local.create({ customer_email })).rejects.toMatchObject({
        code: 'email_invalid',
        param: 'customer_email',
        message: `Invalid email address: ${customer_email}`,
      });
    },
  );

  test.for(['a@b.de', 'a.b+c@d-e.co.uk', "o'brien@b.de", 'jörg@müller.de'])('but not %s', async (customer_email) => {
    expect(await local.create({ customer_email })).toMatchObject({ customer_email });
  });

  test('documented parameters are accepted, unknown ones refused', async () => {
    await local.create({
      allow_promotion_codes: false,
      phone_number_collection: { enabled: false },
      payment_intent_data: { statement_descriptor_suffix: 'ART' },
      tax_id_collection: { enabled: false },
    });
    for (const [parameters, param] of [
      [{ nonsense: '1' }, 'nonsense'],
      [{ payment_intent_data: { nonsense: '1' } }, 'payment_intent_data[nonsense]'],
      [withProduct({ nonsense: '1' }), `${PRODUCT}[nonsense]`],
    ] as const) {
      await expect(local.create(parameters as Parameters)).rejects.toMatchObject({
        code: 'parameter_unknown',
        param,
        message: `Received unknown parameter: ${param}`,
      });
    }
  });
});

describe('requests', () => {
  const url = () => `http://127.0.0.1:${local.emulator.port}/v1/checkout/sessions`;
  const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;
  const get = (headers: Record<string, string>) => fetch(url(), { headers });

  test('may carry the key by Basic authentication, as `curl -u` sends it', async () => {
    expect((await get({ authorization: basic(`${API_KEY}:`) })).status).toBe(200);
    expect((await get({ authorization: basic(API_KEY) })).status).toBe(200);
    expect((await get({ authorization: `bearer ${API_KEY}` })).status).toBe(200);
    for (const authorization of [basic('sk_test_other:'), basic(':'), API_KEY, 'Basic !']) {
      expect((await get({ authorization })).status, authorization).toBe(401);
    }
  });

  test('with a version of the API that does not exist are refused', async () => {
    const authorization = `Bearer ${API_KEY}`;
    for (const version of ['2099-01-01', '2026-10-28', '2026-10-28.acacia', 'latest']) {
      const response = await get({ authorization, 'stripe-version': version });
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({
        error: { type: 'invalid_request_error', message: `Invalid Stripe API version: ${version}` },
      });
    }
    for (const version of ['2026-10-28.endive', '2024-06-20', '2011-06-28']) {
      expect((await get({ authorization, 'stripe-version': version })).status).toBe(200);
    }
  });

  test('with an idempotency key above 255 characters are refused', async () => {
    await expect(local.create({}, { idempotencyKey: letters(256) })).rejects.toMatchObject({
      type: 'StripeInvalidRequestError',
      statusCode: 400,
      message: expect.stringContaining('Idempotent Keys must be 1-255 characters long'),
    });
    expect(await local.create({}, { idempotencyKey: letters(255) })).toMatchObject({ status: 'open' });
  });

  test('that fail any validation do not use up the idempotency key', async () => {
    const options = { idempotencyKey: 'checkout:1' };
    await expect(local.create({ customer_email: 'a@b..de' }, options)).rejects.toThrow('Invalid email address');
    await expect(local.create({ locale: 'xx' }, options)).rejects.toThrow('Invalid locale');
    expect(await local.create({}, options)).toMatchObject({ status: 'open' });
  });

  test('for a page with two cursors, or with one that is unknown, are refused', async () => {
    const { id } = await local.create();
    const { sessions } = local.stripe.checkout;
    await expect(sessions.list({ starting_after: id, ending_before: id })).rejects.toMatchObject({
      statusCode: 400,
      code: 'parameters_exclusive',
    });
    for (const param of ['starting_after', 'ending_before'] as const) {
      await expect(sessions.list({ [param]: 'cs_test_none' })).rejects.toMatchObject({
        statusCode: 400,
        code: 'resource_missing',
        param,
        message: "No such checkout.session: 'cs_test_none'",
      });
      await expect(local.stripe.events.list({ [param]: 'evt_none' })).rejects.toMatchObject({
        statusCode: 400,
        code: 'resource_missing',
        param,
        message: "No such event: 'evt_none'",
      });
    }
  });

  test('that name a missing object in a parameter get 400, and 404 only for one in the path', async () => {
    await expect(local.stripe.refunds.create({ payment_intent: 'pi_none' })).rejects.toMatchObject({
      statusCode: 400,
      code: 'resource_missing',
      param: 'payment_intent',
    });
    await expect(local.stripe.refunds.retrieve('re_none')).rejects.toMatchObject({ statusCode: 404, param: 'id' });
    await expect(local.stripe.charges.retrieve('ch_none')).rejects.toMatchObject({ statusCode: 404 });
  });

  test('get the same session parameters as the shop sends', async () => {
    expect(await local.stripe.checkout.sessions.create(sessionRequest())).toMatchObject({ status: 'open' });
  });
});
