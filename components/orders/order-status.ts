import type { OrderDto } from '#lib/domain/posts/post-dto.ts';
import type { OrderStatus } from '#lib/domain/sale/sale.ts';

type Message = { title: string; text: string };
type State = Pick<OrderDto, 'status' | 'refundRequested'>;

/**
 * What an order's state means for its buyer.
 * @param from `checkout`: the buyer has just paid; `back`: the buyer followed the payment page's link back to the shop
 */
export function orderMessage({ status, refundRequested }: State, from: string | undefined): Message {
  switch (status) {
    case 'HELD':
      if (from === 'checkout') {
        return { title: 'Confirming your payment', text: 'This takes a moment. The page updates automatically.' };
      }
      return from === 'back'
        ? {
            title: 'Cancel this purchase?',
            text: 'Nothing was charged. The work is reserved for you until you pay or cancel.',
          }
        : { title: 'The work is reserved for you', text: 'Nobody else can buy it while your payment page is open.' };
    case 'PROCESSING':
      return {
        title: 'Payment processing',
        text: 'Your bank needs some time. The work stays reserved for you until it responds, and then we will email you.',
      };
    case 'PAID':
      if (refundRequested) {
        return {
          title: 'Your payment is being refunded',
          text: 'The sale is being reversed, and the full amount is being refunded to you. We will email you once that is done.',
        };
      }
      return {
        title: 'Order confirmed',
        text: 'Thank you. The artist has your name and email and will be in touch about the delivery.',
      };
    case 'CANCELLED':
      return { title: 'Cancelled', text: 'You cancelled before paying. Nothing was charged.' };
    case 'EXPIRED':
      return {
        title: 'Checkout expired',
        text: 'The payment page was open for too long, and the work is available again. Nothing was charged.',
      };
    case 'FAILED':
      return { title: 'The payment failed', text: 'Nothing was charged, and the work is available again.' };
    case 'REFUND_DUE':
      return {
        title: 'Your payment is being refunded',
        text: 'The work can no longer be sold to you: your payment arrived too late, or the sale was reversed. We are refunding the full amount.',
      };
    case 'REFUNDED':
      return {
        title: 'Refunded',
        text: 'The full amount was refunded to you. Your bank may take a few days to show it.',
      };
    case 'DISPUTED':
      return {
        title: 'In dispute',
        text: 'The payment is disputed at the bank. The order stays as it is until the bank has decided.',
      };
  }
}

/** Short names of the states, for lists. */
export const ORDER_STATUS_LABELS: Record<OrderStatus, string> = {
  HELD: 'Awaiting payment',
  PROCESSING: 'Payment processing',
  PAID: 'Paid',
  CANCELLED: 'Cancelled',
  EXPIRED: 'Expired',
  FAILED: 'Failed',
  REFUND_DUE: 'Being refunded',
  REFUNDED: 'Refunded',
  DISPUTED: 'In dispute',
};

/** Whether the order is expected to change by itself; its page then follows it. */
export const isInProgress = ({ status, refundRequested }: State) =>
  status === 'HELD' || status === 'PROCESSING' || status === 'REFUND_DUE' || refundRequested;
