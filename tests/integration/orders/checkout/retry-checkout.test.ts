import { randomUUID } from 'node:crypto';
import { afterEach, expect, test, vi } from 'vitest';
import { db } from '#lib/db.ts';
import { openSession } from '#lib/orders/checkout/open-session.ts';
import { resolveUnopenedCheckouts } from '#lib/orders/checkout/resolve-unopened-checkouts.ts';
import { startCheckout } from '#lib/orders/checkout/start-checkout.ts';
import { stripe as shopClient } from '#lib/payments/stripe.ts';
import { type CreatedPost, makePost, saleState } from '../../../support/database/factories.ts';
import { startTestStripe } from '../../../support/stripe/start-test-stripe.ts';

const stripe = await startTestStripe();
const SHOWN = { amount: 12_000, currency: 'EUR' };
const CREATE = { path: '/v1/checkout/sessions', method: 'POST' };
const SDK_ATTEMPTS = 3;
const MINUTES = 60;

afterEach(async () => {
  await stripe.control('faults/clear');
  await db().order.updateMany({ where: { status: 'HELD' }, data: { status: 'EXPIRED' } });
});

const newBuyer = () => ({ viewer: null, token: randomUUID(), address: randomUUID() });
const sessionsOf = async (post: CreatedPost) =>
  (await stripe.state()).sessions.filter(({ metadata }) => metadata?.postId === post.id);

/** A checkout whose first attempt failed in this way. */
async function failFirst(fault: object) {
  const post = await makePost();
  const buyer = newBuyer();
  await stripe.control('fault', { ...CREATE, times: SDK_ATTEMPTS, ...fault });
  await expect(startCheckout(buyer, post.slug, SHOWN)).rejects.toMatchObject({ code: 'try-later' });
  await stripe.control('faults/clear');
  const { id: orderId } = await db().order.findFirstOrThrow({ where: { postId: post.id } });
  return { post, buyer, orderId, retry: () => startCheckout(buyer, post.slug, SHOWN) };
}

/** Makes the hold and everything at Stripe older. */
async function passTime({ id: postId }: CreatedPost, seconds: number): Promise<void> {
  await db().$executeRaw`
    WITH sale AS (
      UPDATE orders SET created_at = created_at - make_interval(secs => ${seconds}::int),
        extended_at = extended_at - make_interval(secs => ${seconds}::int),
        held_until = held_until - make_interval(secs => ${seconds}::int)
      WHERE post_id = ${postId}::uuid AND status = 'HELD' RETURNING post_id, held_until)
    UPDATE posts SET held_until = sale.held_until FROM sale WHERE posts.id = sale.post_id`;
  await stripe.control('advance', { seconds });
}

test.for([
  ['20 seconds', 20],
  ['50 seconds', 50],
  ['a minute', 1 * MINUTES],
  ['a minute and a half', 90],
  ['ten minutes', 10 * MINUTES],
  ['35 minutes', 35 * MINUTES],
  ['two days', 2 * 24 * 60 * MINUTES],
] as const)('%s after Stripe failed, another try opens the payment page for half an hour', async ([, seconds]) => {
  const { post, retry, orderId } = await failFirst({ status: 500 });
  expect(await sessionsOf(post)).toEqual([]);
  await passTime(post, seconds);
  const { checkoutUrl } = await retry();
  const [session, ...others] = await sessionsOf(post);
  expect(others).toEqual([]);
  expect(session).toMatchObject({ url: checkoutUrl, status: 'open', client_reference_id: orderId });
  expect((session?.expires_at ?? 0) - Date.now() / 1000).toBeGreaterThan(30 * 60 - 10);
  const order = await db().order.findUniqueOrThrow({ where: { id: orderId }, include: { post: true } });
  expect(order).toMatchObject({ status: 'HELD', sessionId: session?.id });
  expect(order.heldUntil.getTime() / 1000).toBe(session?.expires_at);
  expect(order.post.heldUntil).toEqual(order.heldUntil);
  expect((await retry()).checkoutUrl).toBe(checkoutUrl);
});

test.for([
  ['a minute and a half', 90],
  ['ten minutes', 10 * MINUTES],
] as const)('if the first try created a session, the one %s later leads to it', async ([, seconds]) => {
  const { post, retry, orderId } = await failFirst({ dropReply: true });
  await passTime(post, seconds);
  const { checkoutUrl } = await retry();
  const sessions = await sessionsOf(post);
  expect(sessions.map(({ url, status }) => ({ url, status }))).toEqual([{ url: checkoutUrl, status: 'open' }]);
  // The hold ends when the session does, not later.
  const order = await db().order.findUniqueOrThrow({ where: { id: orderId }, include: { post: true } });
  expect(order.heldUntil.getTime() / 1000).toBe(sessions[0]?.expires_at);
  expect(order.post.heldUntil).toEqual(order.heldUntil);
});

test('if that session was paid, or expired, another try creates none', async () => {
  const [paid, expired] = [await failFirst({ dropReply: true }), await failFirst({ dropReply: true })];
  const [session] = await sessionsOf(paid.post);
  await stripe.control(`sessions/${session?.id}/pay`);
  for (const { post } of [paid, expired]) await passTime(post, 40 * MINUTES);
  for (const { post, retry } of [paid, expired]) {
    await expect(retry()).rejects.toMatchObject({ code: 'try-later' });
    await expect(retry()).rejects.toMatchObject({ code: 'try-later' });
    expect(await sessionsOf(post)).toHaveLength(1);
  }
});

test('a key that Stripe has used up for a request that created nothing is replaced', async () => {
  const { post, retry, orderId } = await failFirst({ status: 500 });
  // Stripe stores the failure of a request under its key, and repeats it for a day.
  const tooCheap = { currency: 'eur', unit_amount: 1, product_data: { name: 'x' } };
  const request = {
    mode: 'payment',
    success_url: 'http://localhost/',
    line_items: [{ price_data: tooCheap }],
  } as const;
  const key = { idempotencyKey: `checkout:${orderId}` };
  await expect(
    shopClient().checkout.sessions.create({ ...request, line_items: [...request.line_items] }, key),
  ).rejects.toThrow();
  const { checkoutUrl } = await retry();
  expect((await sessionsOf(post)).map(({ url }) => url)).toEqual([checkoutUrl]);
  expect(await db().order.findUnique({ where: { id: orderId } })).toMatchObject({ sessionAttempt: 1 });
});

test('a changed name of the artist does not create a second session', async () => {
  const { post, retry } = await failFirst({ dropReply: true });
  await db().user.update({ where: { id: post.artistId }, data: { displayName: 'Renamed' } });
  const { checkoutUrl } = await retry();
  expect((await sessionsOf(post)).map(({ url }) => url)).toEqual([checkoutUrl]);
});

test('ten tries at the same moment open one page', async () => {
  const { post, retry } = await failFirst({ status: 500 });
  await passTime(post, 5 * MINUTES);
  const results = await Promise.all(Array.from({ length: 10 }, retry));
  const sessions = await sessionsOf(post);
  expect(sessions).toHaveLength(1);
  expect(new Set(results.map(({ checkoutUrl }) => checkoutUrl))).toEqual(new Set([sessions[0]?.url]));
});

test('while Stripe cannot be asked for earlier sessions, nothing is created', async () => {
  const { post, retry } = await failFirst({ dropReply: true });
  await passTime(post, 5 * MINUTES);
  await stripe.control('fault', { path: '/v1/checkout/sessions', method: 'GET', status: 500, times: SDK_ATTEMPTS });
  await expect(retry()).rejects.toMatchObject({ code: 'try-later' });
  expect(await sessionsOf(post)).toHaveLength(1);
  expect((await retry()).checkoutUrl).toBe((await sessionsOf(post))[0]?.url);
});

test('a real refusal ends the order, and the buyer reads the reason once', async () => {
  const { post, retry, orderId } = await failFirst({ status: 500 });
  await passTime(post, 5 * MINUTES);
  await stripe.control('fault', { ...CREATE, status: 400 });
  const refusal = await retry().catch((error) => error);
  expect(refusal).toMatchObject({ code: 'payment-refused' });
  // The page adds that nothing was charged.
  expect(refusal.message).not.toMatch(/charged/);
  expect(await saleState({ orderId })).toMatchObject({ order: 'FAILED', post: 'LISTED', held: false });
});

test('the worker leaves a checkout alone for two minutes after the last try', async () => {
  const { post, retry, orderId } = await failFirst({ status: 500 });
  await passTime(post, 3 * MINUTES);
  await stripe.control('fault', { ...CREATE, status: 500, times: SDK_ATTEMPTS });
  await expect(retry()).rejects.toMatchObject({ code: 'try-later' });
  expect(await resolveUnopenedCheckouts()).toEqual([]);
  await passTime(post, 3 * MINUTES);
  expect(await resolveUnopenedCheckouts()).toEqual([{ orderId, postId: post.id }]);
  expect(await saleState({ orderId })).toMatchObject({ order: 'CANCELLED', held: false });
  expect((await sessionsOf(post)).map(({ status }) => status)).toEqual(['expired']);
});

test('the worker and a buyer at the same moment never send the buyer to a page that is being ended', async () => {
  for (let round = 0; round < 10; round++) {
    const { post, retry, orderId } = await failFirst({ status: 500 });
    await passTime(post, 3 * MINUTES);
    const [buyer] = await Promise.allSettled([retry(), resolveUnopenedCheckouts()]);
    const [session, ...others] = await sessionsOf(post);
    expect(others).toEqual([]);
    const { order } = await saleState({ orderId });
    if (buyer.status === 'fulfilled') {
      expect({ order, status: session?.status }).toEqual({ order: 'HELD', status: 'open' });
    } else {
      expect(buyer.reason.code).toBe('try-later');
      expect({ order, status: session?.status }).toEqual({ order: 'CANCELLED', status: 'expired' });
    }
  }
});

test('the session is what “charged as shown” needs, whatever the Stripe account’s settings are', async () => {
  const create = vi.spyOn(shopClient().checkout.sessions, 'create');
  const post = await makePost();
  await db().user.update({ where: { id: post.artistId }, data: { displayName: 'Ada Löv' } });
  await startCheckout(newBuyer(), post.slug, SHOWN);
  const [parameters] = create.mock.calls[0] ?? [];
  create.mockRestore();
  const off = { enabled: false };
  expect(parameters).toMatchObject({
    adaptive_pricing: off,
    after_expiration: { recovery: off },
    allow_promotion_codes: false,
    allowed_payment_method_types: ['card'],
    automatic_tax: off,
    billing_address_collection: 'auto',
    customer_creation: 'if_required',
    invoice_creation: off,
    line_items: [{ quantity: 1, adjustable_quantity: off }],
    locale: 'auto',
    mode: 'payment',
    payment_intent_data: { capture_method: 'automatic_async' },
    phone_number_collection: off,
    submit_type: 'pay',
    tax_id_collection: off,
    ui_mode: 'hosted_page',
  });
  expect(parameters?.line_items?.[0]?.price_data?.product_data?.description).toBe('A one-of-a-kind work by Ada Löv');
  const [session] = await sessionsOf(post);
  expect(session).toMatchObject({ adaptive_pricing: off, allow_promotion_codes: false, submit_type: 'pay' });
});

test('an order that is no longer held gets no session', async () => {
  const { post, orderId } = await failFirst({ status: 500 });
  await db().order.update({ where: { id: orderId }, data: { status: 'CANCELLED' } });
  await expect(openSession(orderId)).rejects.toMatchObject({ code: 'try-later' });
  expect(await sessionsOf(post)).toEqual([]);
});
