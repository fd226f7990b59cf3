import { z } from 'zod';
import { databaseErrorOf } from '#lib/database-errors.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import { seeOther } from '#lib/http/see-other.ts';
import { announceSale } from '#lib/live/announce.ts';
import { logFailure } from '#lib/logger.ts';
import { cancelCheckout } from '#lib/orders/checkout/cancel-checkout.ts';

/**
 * Where Stripe's “back” link leads: gives the hold back and returns to the work. A GET, because Stripe
 * offers only a link; whoever has it has the order's secret id, and cancelling twice changes nothing.
 */
export async function GET(_request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  const { id } = await params;
  if (!z.uuid().safeParse(id).success) return seeOther('/');
  try {
    const { slug, change } = await cancelCheckout(id);
    await announceSale(change);
    return seeOther(`/posts/${slug}`);
  } catch (error) {
    // Answered 503: the page that it would lead to could not be shown either.
    if (databaseErrorOf()) throw error;
    if (!(error instanceof ExpectedError)) logFailure('a checkout could not be cancelled', error, { orderId: id });
    // Paid before it could be cancelled: the page waits for word of the payment.
    return seeOther(`/orders/${id}?from=checkout`);
  }
}

export { GET as POST };
