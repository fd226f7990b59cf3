import { z } from 'zod';
import { databaseErrorOf } from '#lib/database-errors.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import { seeOther } from '#lib/http/see-other.ts';
import { announceSale } from '#lib/live/announce.ts';
import { logFailure } from '#lib/logger.ts';
import { cancelCheckout } from '#lib/orders/checkout/cancel-checkout.ts';
import { noteRefusal } from '#lib/request-context.ts';

type Props = { params: Promise<{ id: string }> };

/**
 * The target of Stripe's “back” link. It changes nothing, because programs follow links too: scanners of mails, and
 * browsers that fetch ahead. The order's page asks whether to cancel.
 */
export async function GET(_request: Request, { params }: Props): Promise<Response> {
  const { id } = await params;
  return seeOther(z.uuid().safeParse(id).success ? `/orders/${id}?from=back` : '/');
}

/**
 * Cancels the checkout and redirects to the work. The order's id is secret and proves that it is the buyer's;
 * cancelling twice changes nothing.
 */
export async function POST(_request: Request, { params }: Props): Promise<Response> {
  const { id } = await params;
  if (!z.uuid().safeParse(id).success) return seeOther('/');
  try {
    const { slug, change } = await cancelCheckout(id);
    await announceSale(change);
    return seeOther(`/posts/${slug}`);
  } catch (error) {
    // Becomes a 503 response: the order's page could not be rendered either.
    if (databaseErrorOf()) throw error;
    if (error instanceof ExpectedError) noteRefusal(error.code);
    else logFailure('a checkout could not be cancelled', error, { orderId: id });
    // Paid before it could be cancelled: the order's page waits for the confirmation of the payment.
    const isPaid = error instanceof ExpectedError && error.code === 'checkout-paid';
    return seeOther(`/orders/${id}?${isPaid ? 'from=checkout' : 'problem=try-later'}`);
  }
}
