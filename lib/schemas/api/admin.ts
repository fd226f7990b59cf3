import { z } from 'zod';
import { EVENT_OUTCOMES } from '#lib/domain/sale/webhook-log.ts';
import { ROLES } from '#lib/domain/viewer.ts';
import { currency, keysetQuery, time } from './common.ts';
import { operation } from './operation.ts';
import { sale } from './orders.ts';

const group = { method: 'get', tag: 'admin', scope: 'admin:read' } as const;
const problems = ['not-found', 'admin-needs-factor'] as const;
const FOR_ADMINS = 'For admins with a second factor.';

export const listAccounts = operation({
  id: 'listAccounts',
  ...{ ...group, path: '/admin/accounts', problems },
  summary: 'List the accounts',
  description: `Accounts that are not closed, by username, 50 at a time. ${FOR_ADMINS}`,
  query: z.strictObject({
    search: z.string().max(200).optional().meta({ description: 'Part of a username or an email address' }),
    after: z.string().max(200).optional().meta({ description: 'From the `Link` header' }),
  }),
  responses: {
    200: {
      description: 'One page',
      schema: z
        .strictObject({
          accounts: z.array(
            z
              .strictObject({
                id: z.uuid(),
                username: z.string(),
                displayName: z.string(),
                email: z.string(),
                role: z.enum(ROLES.map((role) => role.toLowerCase() as Lowercase<typeof role>)),
                createdAt: time,
                suspendedAt: time.nullable(),
                works: z.int().meta({ description: 'Published and sold ones' }),
              })
              .meta({ id: 'ListedAccount' }),
          ),
        })
        .meta({ id: 'AccountList' }),
      headers: ['Link'],
    },
  },
});

export const listOrders = operation({
  id: 'listOrders',
  ...{ ...group, path: '/admin/orders', problems },
  summary: 'List the orders',
  description: `All orders, also those without a payment, newest first, 50 at a time. ${FOR_ADMINS}`,
  query: keysetQuery,
  responses: {
    200: {
      description: 'One page',
      schema: z.strictObject({ orders: z.array(sale) }).meta({ id: 'OrderList' }),
      headers: ['Link'],
    },
  },
});

export const listBalances = operation({
  id: 'listBalances',
  ...{ ...group, path: '/admin/ledger', problems },
  summary: 'Read the balances of the ledger',
  description: `The sum of all entries of each account of the ledger, by currency. ${FOR_ADMINS}`,
  responses: {
    200: {
      description: 'All of them',
      schema: z
        .strictObject({
          balances: z.array(
            z
              .strictObject({
                account: z.enum(['buyer', 'stripe', 'fees', 'conversion']),
                currency,
                amount: z.int().meta({ description: 'Minor units; above zero if the account has gained' }),
              })
              .meta({ id: 'Balance' }),
          ),
        })
        .meta({ id: 'BalanceList' }),
    },
  },
});

export const listEvents = operation({
  id: 'listEvents',
  ...{ ...group, path: '/admin/events', problems },
  summary: 'List the webhook log',
  description: `The events that came from Stripe, newest first, 50 at a time. ${FOR_ADMINS}`,
  query: z.strictObject({
    outcome: z.enum(EVENT_OUTCOMES).optional(),
    before: z.string().max(300).optional().meta({ description: 'From the `Link` header' }),
  }),
  responses: {
    200: {
      description: 'One page',
      schema: z
        .strictObject({
          events: z.array(
            z
              .strictObject({
                id: z.string(),
                type: z.string().meta({ example: 'checkout.session.completed' }),
                outcome: z.string(),
                detail: z.string().nullable(),
                receivedAt: time,
                order: z.strictObject({ id: z.uuid(), title: z.string() }).nullable(),
              })
              .meta({ id: 'StripeEvent' }),
          ),
        })
        .meta({ id: 'StripeEventList' }),
      headers: ['Link'],
    },
  },
});
