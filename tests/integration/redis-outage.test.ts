import Stripe from 'stripe';
import { expect, test } from 'vitest';
import { authenticate } from '#lib/accounts/authenticate.ts';
import { signUp } from '#lib/accounts/sign-up.ts';
import { db } from '#lib/db.ts';
import { checkHealth } from '#lib/health/check-health.ts';
import { announcePost } from '#lib/live/announce.ts';
import { startCheckout } from '#lib/orders/checkout/start-checkout.ts';
import { POST } from '../../app/api/webhooks/stripe/route.ts';
import { makePost, saleState } from '../support/database/factories.ts';
import { startTestStripe } from '../support/stripe/start-test-stripe.ts';
import { sessionEvent } from '../support/stripe/stripe-events.ts';

// Nothing listens on this port: Redis is down for this whole file.
process.env.REDIS_URL = 'redis://127.0.0.1:9';
await startTestStripe();

async function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  const start = Date.now();
  const result = await work;
  expect(Date.now() - start).toBeLessThan(milliseconds);
  return result;
}

test('the webhook promptly replies with 503, so that Stripe delivers again', async () => {
  const payload = JSON.stringify(sessionEvent('checkout.session.completed', {}));
  const signature = new Stripe('sk_test_x').webhooks.generateTestHeaderString({ payload, secret: 'whsec_new' });
  const request = new Request('http://localhost/', {
    ...{ method: 'POST', body: payload, headers: { 'stripe-signature': signature } },
  });
  const response = await within(5_000, POST(request));
  expect(response.status).toBe(503);
  expect(response.headers.get('retry-after')).toBe('10');
});

test('signing up and in are refused while attempts cannot be counted', async () => {
  const account = { username: 'mira', email: 'mira@example.org', password: 'correct horse battery' };
  await expect(within(5_000, signUp(account, 'here'))).rejects.toMatchObject({ code: 'try-later' });
  const signIn = authenticate({ name: 'mira', password: 'correct horse battery' }, 'here');
  await expect(signIn).rejects.toMatchObject({ code: 'try-later' });
  expect(await db().user.count({ where: { username: 'mira' } })).toBe(0);
});

test('buying still works', async () => {
  const post = await makePost();
  const buyer = { viewer: null, token: 'token', address: 'here' };
  const { change } = await startCheckout(buyer, post.slug, { amount: 12_000, currency: 'EUR' });
  expect(await saleState(change)).toMatchObject({ order: 'HELD', held: true });
  await announcePost(post.id);
});

test('the health check says which parts fail', async () => {
  expect(await within(5_000, checkHealth())).toEqual({
    ...{ status: 'failing', database: 'ok', redis: 'failing', worker: 'failing' },
  });
});
