import { expect, test } from 'vitest';
import type { MessageKind } from '#lib/domain/sale/sale.ts';
import { compose } from '#lib/messages/compose.ts';

const news = {
  title: 'Fog & <b>light</b>',
  artist: 'Mira Castellan',
  conversion: null,
  charged: { amount: 12_050, currency: 'EUR' },
  buyerName: 'Ada Lovelace',
  orderUrl: 'https://shop.example/orders/1',
  salesUrl: 'https://shop.example/dashboard/sales',
};

test.for<[MessageKind, string, ...string[]]>([
  ['bought', '“Fog & <b>light</b>” is yours', 'Mira Castellan', '€120.50', news.orderUrl],
  ['sold', 'You sold “Fog & <b>light</b>”', 'Ada Lovelace', '€120.50', news.salesUrl],
  ['late-payment', 'Your payment for “Fog & <b>light</b>” goes back to you', '€120.50', news.orderUrl],
  ['dispute-opened', 'A payment is disputed: “Fog & <b>light</b>”', '€120.50', news.orderUrl],
  ['dispute-won', 'Dispute won: “Fog & <b>light</b>”', 'the sale stands', news.orderUrl],
  ['dispute-lost', 'Dispute lost: “Fog & <b>light</b>”', '€120.50', news.orderUrl],
])('%s', ([kind, subject, ...parts]) => {
  const mail = compose(kind, news);
  expect(mail.subject).toBe(subject);
  for (const part of parts) expect(mail.text).toContain(part);
  expect(mail.text).toMatch(/[^\n]\n$/);
  expect(mail.text).not.toMatch(/undefined|null|NaN/);
});

test('the buyer never reads where sales are, the artist not where the order is', () => {
  expect(compose('bought', news).text).not.toContain(news.salesUrl);
  expect(compose('sold', news).text).not.toContain(news.orderUrl);
});

test('a buyer without a name is somebody', () => {
  expect(compose('sold', { ...news, buyerName: null }).text).toMatch(/^Somebody has bought/);
});
