import { buyerToken } from '#lib/auth/buyer-token.ts';
import { requestAddress } from '#lib/auth/request-address.ts';
import { viewerOrEnded } from '#lib/auth/viewer.ts';
import { databaseErrorOf } from '#lib/database-errors.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import type { Money } from '#lib/domain/money/money.ts';
import { readText, unreadResponse } from '#lib/http/read-text.ts';
import { isSameOrigin } from '#lib/http/same-origin.ts';
import { seeOther } from '#lib/http/see-other.ts';
import { announceSale } from '#lib/live/announce.ts';
import { logFailure } from '#lib/logger.ts';
import { startCheckout } from '#lib/orders/checkout/start-checkout.ts';
import { shownSchema } from '#lib/schemas/shown-price.ts';

const MAX_BYTES = 16 * 1024;

/** “Buy this work”: takes the hold and leads to Stripe's payment page, or to a page that says why not. */
export async function POST(request: Request, { params }: { params: Promise<{ slug: string }> }): Promise<Response> {
  const { slug } = await params;
  const problem = (code: string, more: Record<string, string> = {}) =>
    seeOther(`/posts/${encodeURIComponent(slug)}/checkout?${new URLSearchParams({ problem: code, ...more })}`);
  if (!isSameOrigin(request)) return new Response('This form belongs to another site.', { status: 403 });
  const body = await readText(request, MAX_BYTES);
  if (typeof body === 'number') return unreadResponse(body);
  const form = shownSchema.safeParse(Object.fromEntries(new URLSearchParams(body)));
  if (!form.success) return problem('price-changed');
  try {
    const viewer = await viewerOrEnded();
    // Nobody should believe to buy with his account and find the work outside it.
    if (viewer === 'ended') return problem('signed-out');
    const { key, isLocal } = requestAddress(request.headers);
    // Behind a proxy that names nobody, one address would be everybody's.
    const buyer = { viewer, token: await buyerToken(), address: isLocal ? null : key };
    const { checkoutUrl, change } = await startCheckout(buyer, slug, form.data);
    await announceSale(change);
    return seeOther(checkoutUrl ?? `/orders/${change.orderId}`);
  } catch (error) {
    if (error instanceof ExpectedError) return problem(error.code, seenBy(error, form.data));
    // Answered 503: the page that says why not could not be shown either.
    if (databaseErrorOf()) throw error;
    return problem('failed', { reference: logFailure('a checkout could not be started', error, { slug }) });
  }
}

/** Who is asked again reads what he saw beside what it is now. */
const seenBy = (error: ExpectedError, { amount, currency }: Money) =>
  error.code === 'price-changed' ? { amount: String(amount), currency } : undefined;
