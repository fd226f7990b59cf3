import { z } from 'zod';
import { keysetQuery, money, signedMoney, time } from './common.ts';
import { operation } from './operation.ts';

const id = z.uuid('This is no id of an order.').meta({ example: '6f1c2a44-9d3b-4f0e-8a57-2b1f0c9e7d21' });
const orderParams = z.strictObject({ id });

const STATES = [
  'held',
  'processing',
  'paid',
  'cancelled',
  'expired',
  'failed',
  'refund_due',
  'refunded',
  'disputed',
] as const;

const order = {
  id,
  status: z.enum(STATES).meta({
    description:
      '`held`: the buyer is checking out; `processing`: a delayed payment; `refund_due`: paid, but it must go back; `disputed`: the buyer’s bank asks for it',
  }),
  work: z.strictObject({ id: z.uuid(), slug: z.string(), title: z.string(), url: z.string() }),
  charged: money.meta({ description: 'What the buyer pays' }),
  price: money.meta({ description: 'The artist’s price when the checkout began' }),
  refunded: money.meta({ description: 'The sum of all refunds' }),
  isRefundRequested: z.boolean().meta({ description: 'Whether a refund was asked for and is not complete yet' }),
  createdAt: time,
  paidAt: time.nullable(),
};

export const sale = z
  .strictObject({
    ...order,
    buyer: z.strictObject({
      name: z.string().nullable(),
      email: z.string().nullable(),
      country: z.string().nullable().meta({ description: 'ISO 3166-1' }),
    }),
    canRefund: z.boolean(),
  })
  .meta({ id: 'Sale', description: 'An order, as the artist sees it' });

export const purchase = z
  .strictObject({ ...order, url: z.string().meta({ description: 'Its page, for the buyer' }) })
  .meta({ id: 'Purchase', description: 'An order, as the buyer sees it' });

export const listSales = operation({
  id: 'listSales',
  ...{ method: 'get', path: '/viewer/sales', tag: 'orders', scope: 'orders:read' },
  summary: 'List your sales',
  description: 'Orders of the account’s works with a payment, complete or in progress, newest first, 50 at a time.',
  query: keysetQuery,
  responses: {
    200: {
      description: 'One page',
      schema: z.strictObject({ sales: z.array(sale) }).meta({ id: 'SaleList' }),
      headers: ['Link'],
      links: { getSale: { id: '/sales/0/id' }, listSaleEvents: { id: '/sales/0/id' } },
    },
  },
});

export const listPurchases = operation({
  id: 'listPurchases',
  ...{ method: 'get', path: '/viewer/purchases', tag: 'orders', scope: 'orders:read' },
  summary: 'List your purchases',
  description: 'The account’s purchases and open checkouts, newest first, 50 at a time.',
  query: keysetQuery,
  responses: {
    200: {
      description: 'One page',
      schema: z.strictObject({ purchases: z.array(purchase) }).meta({ id: 'PurchaseList' }),
      headers: ['Link'],
    },
  },
});

export const getSale = operation({
  id: 'getSale',
  ...{ method: 'get', path: '/sales/{id}', tag: 'orders', scope: 'orders:read' },
  summary: 'Read a sale',
  description: 'A sale of one of the account’s works.',
  params: orderParams,
  responses: { 200: { description: 'The sale', schema: sale } },
  problems: ['not-found'],
});

export const refundSale = operation({
  id: 'refundSale',
  ...{ method: 'post', path: '/sales/{id}/refund', tag: 'orders', scope: 'orders:refund' },
  summary: 'Refund a sale',
  description:
    'Sends the whole amount back. The request is recorded at once and carried out as soon as Stripe can be reached; asking again changes nothing.',
  params: orderParams,
  responses: { 202: { description: 'It is recorded: the sale as it is now', schema: sale } },
  problems: ['not-found', 'not-refundable', 'admin-needs-factor'],
});

export const listSaleEvents = operation({
  id: 'listSaleEvents',
  ...{ method: 'get', path: '/sales/{id}/events', tag: 'orders', scope: 'orders:read' },
  summary: 'List what happened to a sale’s money',
  description: 'The movements of money of one sale, oldest first, from the shop’s ledger.',
  params: orderParams,
  responses: {
    200: {
      description: 'All of them',
      schema: z
        .strictObject({
          events: z.array(
            z
              .strictObject({
                kind: z.enum(['charge', 'refund', 'refund-failed', 'dispute', 'dispute-returned', 'settlement']),
                at: time,
                amount: signedMoney,
              })
              .meta({ id: 'SaleEvent' }),
          ),
        })
        .meta({ id: 'SaleEventList' }),
    },
  },
  problems: ['not-found'],
});
