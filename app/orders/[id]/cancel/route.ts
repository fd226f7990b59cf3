import { z } from 'zod';
import { databaseErrorOf } from '#lib/database-errors.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import { seeOther } from '#lib/http/see-other.ts';
import { announceSale } from '#lib/live/announce.ts';
import { logFailure } from '#lib/logger.ts';
import { cancelCheckout } from '#lib/orders/checkout/cancel-checkout.ts';

/**
 * The target of Stripe's “back” link: cancels the checkout and redirects to the work. It is a GET, because Stripe only
 * supports a link. The order's id in it is secret, and cancelling twice changes nothing.
 */
export async function GET(_request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  const { id } = await params;
  if (!z.uuid().safeParse(id).success) return seeOther('/');
  try {
    const { slug, change } = await cancelCheckout(id);
    await announceSale(change);
    return seeOther(`/posts/${slug}`);
  } catch (error) {
    // Becomes a 503 response: the order's page could not be rendered either.
    if (databaseErrorOf()) throw error;
    if (!(error instanceof ExpectedError)) logFailure('a checkout could not be cancelled', error, { orderId: id });
    // Paid before it could be cancelled: the order's page waits for the confirmation of the payment.
    return seeOther(`/orders/${id}?from=checkout`);
  }
}

export { GET as POST };
