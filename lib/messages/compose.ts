import { isolate } from '#lib/domain/isolate.ts';
import { formatMoney, type Money } from '#lib/domain/money/money.ts';
import type { MessageKind } from '#lib/domain/sale/sale.ts';
import { type MailContent, type MailPerson, type MailPicture, mailContent, type Paragraph } from './mail-content.ts';

export type SaleDetails = {
  title: string;
  artist: string;
  charged: Money;
  /** The artist's price and its conversion, from describeConversion; null in the same currency. */
  conversion: string | null;
  buyerName: string | null;
  /** Whether a reply goes to the other side of the sale. */
  canReply: boolean;
  orderUrl: string;
  salesUrl: string;
  /** The work's first picture. */
  picture?: MailPicture | undefined;
  /** The artist, for mails to the buyer; undefined if they have no page. */
  person?: MailPerson | undefined;
};

/** Others know who made the work. */
const TO_BUYER: ReadonlySet<MessageKind> = new Set<MessageKind>(['bought', 'late-payment', 'refunded']);

/** A mail about an order. */
export function compose(kind: MessageKind, details: SaleDetails): MailContent {
  const { orderUrl, salesUrl } = details;
  const artist = isolate(details.artist);
  const amount = formatMoney(details.charged);
  const price = (whose: string) => (details.conversion ? ` ${whose} ${details.conversion}.` : '');
  const reply = (whom: string) => (details.canReply ? ` If you reply to this mail, ${whom} gets your reply.` : '');
  const work = `“${isolate(details.title)}”`;
  const toOrder = { label: 'See the order', url: orderUrl };
  const toSales = { label: 'See your sales', url: salesUrl };
  const write = (subject: string, ...paragraphs: (string | Paragraph)[]): MailContent => ({
    ...mailContent(subject, paragraphs),
    picture: details.picture,
    person: TO_BUYER.has(kind) ? details.person : undefined,
  });
  switch (kind) {
    case 'bought':
      return write(
        `Order confirmed: ${work}`,
        `Thank you for buying ${work} by ${artist}. You paid ${amount}.${price('The artist’s price was')}`,
        { text: 'Your order and its current status:', link: toOrder },
        `The artist has your name and email address and will contact you about delivery.${reply('the artist')}`,
      );
    case 'sold':
      return write(
        `You sold ${work}`,
        `${isolate(details.buyerName ?? 'Somebody')} bought ${work} for ${amount}.${price('Your price was')}${reply('the buyer')}`,
        { text: 'You will find the buyer’s details in your sales:', link: toSales },
      );
    case 'late-payment':
      return write(
        `Your payment for ${work} is being refunded`,
        `Your payment of ${amount} for ${work} arrived after the checkout ended; the work was no longer available.`,
        'We are refunding the full amount. You do not need to do anything.',
        { text: 'You can follow the refund here:', link: toOrder },
      );
    case 'refunded':
      return write(
        `Your payment for ${work} is being refunded`,
        `The sale of ${work} by ${artist} was refunded. The full amount of ${amount} is being returned to you.`,
        `Your bank may take a few days to show it.${reply('the artist')}`,
        { text: 'Your order:', link: toOrder },
      );
    case 'sale-refunded':
      return write(
        `Sale refunded: ${work}`,
        `${amount} was refunded to the buyer. The work is a draft again, and you can publish it again.${reply('the buyer')}`,
        { text: 'Your sales:', link: toSales },
      );
    case 'dispute-opened':
      return write(
        `A payment is disputed: ${work}`,
        `The payment of ${amount} for ${work} is disputed. Please respond in the Stripe dashboard.`,
        { text: '', link: toOrder },
      );
    case 'dispute-won':
      return write(`Dispute won: ${work}`, `The dispute about ${work} was won; the sale remains valid.`, {
        text: '',
        link: toOrder,
      });
    case 'dispute-lost':
      return write(
        `Dispute lost: ${work}`,
        `The dispute about ${work} was lost; ${amount} was returned to the buyer.`,
        { text: '', link: toOrder },
      );
  }
}
