import { formatMoney, type Money } from '#lib/domain/money/money.ts';
import type { MessageKind } from '#lib/domain/sale/sale.ts';

export type SaleNews = {
  title: string;
  artist: string;
  charged: Money;
  /** How the amount came from the artist's price, as describeConversion says it; null for the same currency. */
  conversion: string | null;
  buyerName: string | null;
  orderUrl: string;
  salesUrl: string;
};

/** Subject and plain text of a message, by what it says. */
export function compose(kind: MessageKind, news: SaleNews): { subject: string; text: string } {
  const { title, artist, orderUrl, salesUrl } = news;
  const amount = formatMoney(news.charged);
  const price = (whose: string) => (news.conversion ? ` ${whose} ${news.conversion}.` : '');
  const work = `“${title}”`;
  const write = (subject: string, ...paragraphs: string[]) => ({ subject, text: `${paragraphs.join('\n\n')}\n` });
  switch (kind) {
    case 'bought':
      return write(
        `${work} is yours`,
        `Thank you for buying ${work} by ${artist}. You paid ${amount}.${price('The artist’s price was')}`,
        `Your order and its state are always here:\n${orderUrl}`,
        'The artist has your name and email and will be in touch about the delivery.',
      );
    case 'sold':
      return write(
        `You sold ${work}`,
        `${news.buyerName ?? 'Somebody'} has bought ${work} for ${amount}.${price('Your price was')}`,
        `The buyer’s details are with your sales:\n${salesUrl}`,
      );
    case 'late-payment':
      return write(
        `Your payment for ${work} goes back to you`,
        `Your payment of ${amount} for ${work} arrived after the time for it had ended, and the work could no longer be sold to you.`,
        'We are giving the whole amount back. You need not do anything.',
        `You can follow it here:\n${orderUrl}`,
      );
    case 'refunded':
      return write(
        `Your payment for ${work} goes back to you`,
        `The sale of ${work} by ${artist} was undone, and the whole amount of ${amount} goes back to you. Your bank may take a few days to show it.`,
        `Your order is here:\n${orderUrl}`,
      );
    case 'sale-refunded':
      return write(
        `The sale of ${work} was undone`,
        `${amount} went back to the buyer. The work stands among your drafts, and you may list it again.`,
        `Your sales are here:\n${salesUrl}`,
      );
    case 'dispute-opened':
      return write(
        `A payment is disputed: ${work}`,
        `The payment of ${amount} for ${work} is disputed. Please answer in the Stripe dashboard.`,
        orderUrl,
      );
    case 'dispute-won':
      return write(`Dispute won: ${work}`, `The dispute about ${work} was won; the sale stands.`, orderUrl);
    case 'dispute-lost':
      return write(
        `Dispute lost: ${work}`,
        `The dispute about ${work} was lost; ${amount} went back to the buyer.`,
        orderUrl,
      );
  }
}
