import type { OrderDto } from '#lib/domain/posts/post-dto.ts';
import type { OrderStatus } from '#lib/domain/sale/sale.ts';

type Words = { title: string; text: string };
type State = Pick<OrderDto, 'status' | 'refundRequested'>;

/** What an order's state means for its buyer. `returned`: he comes from the payment page and waits for word of it. */
export function orderWords({ status, refundRequested }: State, returned: boolean): Words {
  switch (status) {
    case 'HELD':
      return returned
        ? { title: 'Confirming your payment', text: 'This takes a moment. The page changes by itself.' }
        : { title: 'The work is held for you', text: 'Nobody else can buy it while your payment page is open.' };
    case 'PROCESSING':
      return {
        title: 'Your payment is on its way',
        text: 'Your bank needs some time. The work stays yours to buy until it answers; we write to you when it does.',
      };
    case 'PAID':
      if (refundRequested) {
        return {
          title: 'Your money goes back',
          text: 'The sale is being undone, and the whole amount goes back to you. We write to you when it has gone.',
        };
      }
      return {
        title: 'Order confirmed',
        text: 'Thank you. The artist has your name and email and will be in touch about the delivery.',
      };
    case 'CANCELLED':
      return { title: 'Cancelled', text: 'You gave the work back before paying. Nothing was charged.' };
    case 'EXPIRED':
      return {
        title: 'The time is over',
        text: 'The payment page was open for too long, and the work is free again. Nothing was charged.',
      };
    case 'FAILED':
      return { title: 'The payment failed', text: 'Nothing was charged, and the work is free again.' };
    case 'REFUND_DUE':
      return {
        title: 'Your money goes back',
        text: 'The work can no longer be yours: your payment came too late, or the sale was undone. We are giving the whole amount back.',
      };
    case 'REFUNDED':
      return {
        title: 'Refunded',
        text: 'The whole amount went back to you. Your bank may take a few days to show it.',
      };
    case 'DISPUTED':
      return {
        title: 'In dispute',
        text: 'The payment is disputed at the bank. We keep the order as it is until that is decided.',
      };
  }
}

/** The state in one word or two, for lists. */
export const ORDER_LABELS: Record<OrderStatus, string> = {
  HELD: 'Being paid',
  PROCESSING: 'Payment on its way',
  PAID: 'Paid',
  CANCELLED: 'Cancelled',
  EXPIRED: 'Expired',
  FAILED: 'Failed',
  REFUND_DUE: 'Refund on its way',
  REFUNDED: 'Refunded',
  DISPUTED: 'In dispute',
};

/** States from which an order still moves by itself, so that its page follows it. */
export const isMoving = ({ status, refundRequested }: State) =>
  status === 'HELD' || status === 'PROCESSING' || status === 'REFUND_DUE' || refundRequested;
