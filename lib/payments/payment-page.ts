import { env } from '#lib/env.ts';

const STRIPE = 'https://checkout.stripe.com';

/**
 * Where Stripe's payment pages are, as a source of a Content Security Policy. Those of the emulator have its API's host,
 * but may have another port.
 */
export function paymentPageSource(): string {
  const { STRIPE_API_URL } = env();
  return STRIPE_API_URL ? anyPort(new URL(STRIPE_API_URL)) : STRIPE;
}

const anyPort = ({ protocol, hostname }: URL) => `${protocol}//${hostname}:*`;

/**
 * The response to a form that leads to a payment page. Browsers follow a redirect only to the hosts that the page's
 * policy names. A Stripe account may have a domain of its own for its payment pages, which the shop learns with the
 * first of them; there, a page of one sentence leads on. Programs have no policy, and are always redirected.
 */
export function toPaymentPage(paymentUrl: string, { headers }: Request): Response {
  const url = new URL(paymentUrl);
  const hasPolicy = headers.get('accept')?.includes('text/html');
  if (!hasPolicy || [url.origin, anyPort(url)].includes(paymentPageSource()))
    return new Response(null, { status: 303, headers: { location: url.href } });
  const link = url.href.replaceAll('&', '&amp;').replaceAll('"', '%22');
  return new Response(
    `<!doctype html><html lang="en"><meta name="viewport" content="width=device-width"><title>To the payment</title>` +
      `<p><a href="${link}">Continue to the payment page</a></p></html>`,
    {
      headers: {
        'content-type': 'text/html; charset=utf-8',
        'cache-control': 'no-store',
        refresh: `0; url=${url.href}`,
      },
    },
  );
}
