import { expect, test } from 'vitest';
import type { MessageKind } from '#lib/domain/sale/sale.ts';
import { compose as composeSale, type SaleDetails } from '#lib/messages/compose.ts';
import { renderMail } from '#lib/messages/render-mail.ts';

const compose = (kind: MessageKind, of: SaleDetails) =>
  renderMail(composeSale(kind, of), { name: 'The Shop', url: 'https://shop.example' });

const details = {
  title: 'Fog & <b>light</b>',
  artist: 'Mira Castellan',
  conversion: null,
  charged: { amount: 12_050, currency: 'EUR' },
  buyerName: 'Ada Lovelace',
  canReply: true,
  orderUrl: 'https://shop.example/orders/1',
  salesUrl: 'https://shop.example/dashboard/sales',
};

test.for<[MessageKind, string, ...string[]]>([
  ['bought', 'Order confirmed: “Fog & <b>light</b>”', 'Mira Castellan', '€120.50', details.orderUrl],
  ['sold', 'You sold “Fog & <b>light</b>”', 'Ada Lovelace', '€120.50', details.salesUrl],
  ['late-payment', 'Your payment for “Fog & <b>light</b>” is being refunded', '€120.50', details.orderUrl],
  ['dispute-opened', 'A payment is disputed: “Fog & <b>light</b>”', '€120.50', details.orderUrl],
  ['dispute-won', 'Dispute won: “Fog & <b>light</b>”', 'the sale remains valid', details.orderUrl],
  ['dispute-lost', 'Dispute lost: “Fog & <b>light</b>”', '€120.50', details.orderUrl],
])('composes the message “%s”', ([kind, subject, ...parts]) => {
  const mail = compose(kind, details);
  expect(mail.subject).toBe(subject);
  for (const part of parts) expect(mail.text).toContain(part);
  expect(mail.text).toMatch(/[^\n]\n$/);
  expect(mail.text).not.toMatch(/undefined|null|NaN/);
});

test('the buyer never gets the link to the sales, and the artist never the link to the order', () => {
  expect(compose('bought', details).text).not.toContain(details.salesUrl);
  expect(compose('sold', details).text).not.toContain(details.orderUrl);
});

test('a buyer without a name is called “Somebody”', () => {
  expect(compose('sold', { ...details, buyerName: null }).text).toMatch(/^Somebody bought/);
});

test('names and titles from right to left end with themselves, in subjects and sentences', () => {
  const rtl = { ...details, title: 'كتاب\u202e', artist: 'שירה', buyerName: 'عادة' };
  const [bought, sold] = [compose('bought', rtl), compose('sold', rtl)];
  expect(bought.subject).toBe('Order confirmed: “\u2068كتاب\u2069”');
  expect(bought.text).toContain('“\u2068كتاب\u2069” by \u2068שירה\u2069. You paid');
  expect(sold.subject).toBe('You sold “\u2068كتاب\u2069”');
  expect(sold.text).toMatch(/^\u2068عادة\u2069 bought “\u2068كتاب\u2069” for/);
});

test('a mail says who gets a reply, if that is the other side of the sale', () => {
  expect(compose('bought', details).text).toContain('the artist gets your reply');
  expect(compose('sold', details).text).toContain('the buyer gets your reply');
  expect(compose('sold', { ...details, canReply: false }).text).not.toContain('reply');
  expect(compose('late-payment', { ...details, canReply: false }).text).not.toContain('reply');
});
