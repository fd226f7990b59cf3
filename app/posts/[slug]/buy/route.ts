import { buyerToken } from '#lib/auth/buyer-token.ts';
import { requestAddress } from '#lib/auth/request-address.ts';
import { viewerOrEnded } from '#lib/auth/viewer.ts';
import { databaseErrorOf } from '#lib/database-errors.ts';
import { BODY_LIMITS } from '#lib/domain/body-limits.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import type { Money } from '#lib/domain/money/money.ts';
import { bodyErrorResponse, readText } from '#lib/http/read-text.ts';
import { isSameOrigin } from '#lib/http/same-origin.ts';
import { seeOther } from '#lib/http/see-other.ts';
import { announceSale } from '#lib/live/announce.ts';
import { logFailure } from '#lib/logger.ts';
import { hasOpenOrder } from '#lib/orders/checkout/find-own-hold.ts';
import { startCheckout } from '#lib/orders/checkout/start-checkout.ts';
import { toPaymentPage } from '#lib/payments/payment-page.ts';
import { noteRefusal } from '#lib/request-context.ts';
import { quotedPriceSchema } from '#lib/schemas/quoted-price.ts';

const MAX_BYTES = BODY_LIMITS['/posts/*/buy'];

/** “Buy this work”: places the hold and redirects to Stripe's payment page, or to a page that explains the error. */
export async function POST(request: Request, { params }: { params: Promise<{ slug: string }> }): Promise<Response> {
  const { slug } = await params;
  const problem = (code: string, more: Record<string, string> = {}) => {
    noteRefusal(code);
    return seeOther(`/posts/${encodeURIComponent(slug)}/checkout?${new URLSearchParams({ problem: code, ...more })}`);
  };
  if (!isSameOrigin(request)) return new Response('This form belongs to another site.', { status: 403 });
  const body = await readText(request, MAX_BYTES);
  if (typeof body === 'number') return bodyErrorResponse(body);
  const form = quotedPriceSchema.safeParse(Object.fromEntries(new URLSearchParams(body)));
  if (!form.success) return problem('price-changed');
  try {
    const viewer = await viewerOrEnded();
    // Otherwise the buyer would expect the purchase in their account, and it would not be there.
    if (viewer === 'ended') return problem('signed-out');
    const { key, networks, isLocal } = requestAddress(request.headers);
    // Behind a proxy that does not forward client addresses, all buyers would share one address.
    const buyer = { viewer, token: await buyerToken(hasOpenOrder), address: isLocal ? null : key, networks };
    const { checkoutUrl, change } = await startCheckout(buyer, slug, form.data, announceSale);
    await announceSale(change);
    return checkoutUrl ? toPaymentPage(checkoutUrl, request) : seeOther(`/orders/${change.orderId}`);
  } catch (error) {
    if (error instanceof ExpectedError) return problem(error.code, seenBy(error, form.data));
    // Becomes a 503 response: the page that explains the error could not be rendered either.
    if (databaseErrorOf()) throw error;
    return problem('failed', { reference: logFailure('a checkout could not be started', error, { slug }) });
  }
}

/** The checkout page shows the price that the buyer saw beside the new one. */
const seenBy = (error: ExpectedError, { amount, currency }: Money) =>
  error.code === 'price-changed' ? { amount: String(amount), currency } : undefined;
