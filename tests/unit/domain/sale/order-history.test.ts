import { expect, test } from 'vitest';
import { orderHistory } from '#lib/domain/sale/order-history.ts';

const at = (time: string) => new Date(`2026-11-30T${time}Z`);

test('the history of an order is in time order, from every source, in words', () => {
  const steps = orderHistory({
    order: {
      ...{ createdAt: at('10:00:00'), extendedAt: null, termsAcceptedAt: at('10:00:00'), termsVersion: 3 },
      paidAt: at('10:05:00'),
    },
    events: [
      {
        id: 'evt_1',
        type: 'charge.refunded',
        outcome: 'applied',
        detail: 'PAID to REFUNDED',
        receivedAt: at('12:00:02'),
      },
    ],
    ledger: [
      { kind: 'refund', at: at('12:00:01'), amount: { amount: -12_000, currency: 'EUR' } },
      { kind: 'charge', at: at('10:05:00'), amount: { amount: 12_000, currency: 'EUR' } },
    ],
    refunds: [
      {
        ...{ id: 're_1', amount: { amount: 12_000, currency: 'EUR' }, status: 'failed' },
        ...{ failureReason: 'lost_or_stolen_card', createdAt: at('12:00:00') },
      },
    ],
    messages: [
      { id: '1', kind: 'bought', createdAt: at('10:05:00'), sentAt: at('10:06:00'), attempts: 1, lastError: null },
      { id: '2', kind: 'sold', createdAt: at('10:05:01'), sentAt: null, attempts: 2, lastError: 'no such\naddress' },
    ],
    audit: [{ occurredAt: at('11:59:00'), label: 'Refund requested', by: 'mira' }],
  });
  expect(steps.map(({ at: time, kind, title, detail }) => [time.slice(11, 19), kind, title, detail])).toEqual([
    ['10:00:00', 'order', 'Checkout began; the work is reserved', null],
    ['10:00:00', 'order', 'Terms shown, version 3', null],
    ['10:05:00', 'order', 'Paid', null],
    ['10:05:00', 'ledger', 'Paid by the buyer', '€120'],
    ['10:05:01', 'mail', 'Sale told to the artist', 'Not sent after 2 attempts: no such address'],
    ['10:06:00', 'mail', 'Confirmation to the buyer', 'Sent'],
    ['11:59:00', 'audit', 'Refund requested', 'By mira'],
    ['12:00:00', 'refund', '€120: failed', 're_1: lost_or_stolen_card'],
    ['12:00:01', 'ledger', 'Refunded to the buyer', '−€120'],
    ['12:00:02', 'event', 'charge.refunded: applied', 'PAID to REFUNDED'],
  ]);
  expect(new Set(steps.map(({ key }) => key)).size).toBe(steps.length);
});
