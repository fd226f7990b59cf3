import type { OrderDto } from '#lib/domain/posts/post-dto.ts';

type Advice = {
  /** What can be done about it, in words. */
  text: string;
  /** The button that does it, beside “Done”. */
  remedy: 'give-back' | 'refund' | null;
};

/** What can be done about an order that needs a person, by its state. */
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
            text: 'There is a payment, and nothing was sold for it. Give it back, and the work is free again.',
            remedy: 'give-back',
          }
        : { text: 'No payment for it is known. Look at it in Stripe’s dashboard.', remedy: null };
    case 'PAID':
      return refundRequested
        ? { text: 'The refund was asked for; the worker tries it until it is done.', remedy: null }
        : { text: 'The sale stands. Refund it, or let it stand.', remedy: 'refund' };
    case 'REFUND_DUE':
      return {
        text: 'The worker tries to give the money back until it is done. If Stripe keeps refusing, give it back by another way.',
        remedy: null,
      };
    case 'DISPUTED':
      return { text: 'The buyer’s bank decides. Answer it in Stripe’s dashboard.', remedy: null };
    case 'REFUNDED':
    case 'CANCELLED':
    case 'EXPIRED':
    case 'FAILED':
      return { text: 'The order is over. Compare it with its payment in Stripe’s dashboard.', remedy: null };
  }
}
