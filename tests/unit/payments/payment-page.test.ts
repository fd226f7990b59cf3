import { beforeEach, expect, test, vi } from 'vitest';

beforeEach(() => {
  vi.resetModules();
});

const form = (accept: string) => new Request('https://shop.example/', { method: 'POST', headers: { accept } });
const browser = form('text/html,application/xhtml+xml,*/*;q=0.8');

async function paymentPage(settings: Record<string, string> = {}) {
  for (const [name, value] of Object.entries({
    ...{ DATABASE_URL: 'postgresql://localhost/x', REDIS_URL: 'redis://localhost', SMTP_URL: 'smtp://localhost' },
    ...{ NEXTAUTH_URL: 'https://shop.example', NEXTAUTH_SECRET: 'x'.repeat(32), INTERNAL_SECRET: 'x'.repeat(32) },
    ...{ STRIPE_SECRET_KEY: 'sk_test_1', STRIPE_WEBHOOK_SECRET: 'whsec_1', STRIPE_API_URL: '', ...settings },
  }))
    vi.stubEnv(name, value);
  return import('#lib/payments/payment-page.ts');
}

test('a form is redirected to Stripe, whose host the policy names', async () => {
  const { paymentPageSource, toPaymentPage } = await paymentPage();
  expect(paymentPageSource()).toBe('https://checkout.stripe.com');
  const response = toPaymentPage('https://checkout.stripe.com/c/pay/cs_1#fid', browser);
  expect([response.status, response.headers.get('location')]).toEqual([
    303,
    'https://checkout.stripe.com/c/pay/cs_1#fid',
  ]);
});

test('a form is redirected to the emulator, whichever port its payment pages have', async () => {
  const { paymentPageSource, toPaymentPage } = await paymentPage({ STRIPE_API_URL: 'http://localhost:4242' });
  expect(paymentPageSource()).toBe('http://localhost:*');
  for (const url of ['http://localhost:4242/c/pay/cs_1', 'http://localhost:5000/c/pay/cs_1'])
    expect(toPaymentPage(url, browser).status).toBe(303);
});

test.for([
  'https://pay.shop.example/c/pay/cs_1?a=1&b="2"',
  'http://checkout.stripe.com/c/pay/cs_1',
  'https://checkout.stripe.com.evil.example/',
])('a page leads on to %s, which the policy does not name', async (url) => {
  const { toPaymentPage } = await paymentPage();
  const response = toPaymentPage(url, browser);
  const { href } = new URL(url);
  expect([response.status, response.headers.get('refresh')]).toEqual([200, `0; url=${href}`]);
  expect(await response.text()).toContain(`<a href="${href.replaceAll('&', '&amp;')}">`);
});

test('a program is redirected wherever the payment page is', async () => {
  const { toPaymentPage } = await paymentPage();
  expect(toPaymentPage('https://pay.shop.example/c/pay/cs_1', form('*/*')).status).toBe(303);
});
