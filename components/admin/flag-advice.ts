import type { OrderDto } from '#lib/domain/posts/post-dto.ts';

type Advice = {
  /** What an admin can do about it. */
  text: string;
  /** The button for it, beside “Done”. */
  remedy: 'reject' | 'refund' | null;
};

/** What an admin can do about a flagged order, by its state. */
export function flagAdvice({
  status,
  hasPayment,
  refundRequested,
}: Pick<OrderDto, 'status' | 'refundRequested'> & { hasPayment: boolean }): Advice {
  switch (status) {
    case 'HELD':
    case 'PROCESSING':
      return hasPayment
        ? {
            text: 'There is a payment, but nothing was sold for it. Refund it to make the work available again.',
            remedy: 'reject',
          }
        : { text: 'No payment for it is known. Check it in Stripe’s dashboard.', remedy: null };
    case 'PAID':
      return refundRequested
        ? { text: 'A refund was requested. The worker retries it until it succeeds.', remedy: null }
        : { text: 'The sale is valid. Refund it, or leave it as it is.', remedy: 'refund' };
    case 'REFUND_DUE':
      return {
        text: 'The worker retries the refund until it succeeds. If Stripe keeps refusing it, refund the buyer another way.',
        remedy: null,
      };
    case 'DISPUTED':
      return { text: 'The buyer’s bank decides. Respond to the dispute in Stripe’s dashboard.', remedy: null };
    case 'REFUNDED':
    case 'CANCELLED':
    case 'EXPIRED':
    case 'FAILED':
      return { text: 'The order is closed. Compare it with its payment in Stripe’s dashboard.', remedy: null };
  }
}
