import { boolean, list, text } from '../api/parameters.ts';
import type { Route } from '../api/route.ts';
import { checkoutSessionRoutes } from './checkout-sessions.ts';
import { readRoutes } from './read-routes.ts';
import { refundRoutes } from './refunds.ts';

/** The part of Stripe's API that the emulator implements. */
export const API_ROUTES: Route[] = [
  ...checkoutSessionRoutes,
  ...refundRoutes,
  ...readRoutes({
    kind: 'intent',
    path: '/v1/payment_intents',
    noun: 'payment_intent',
    filters: {},
    matches: () => true,
  }),
  ...readRoutes({
    kind: 'charge',
    path: '/v1/charges',
    noun: 'charge',
    filters: { payment_intent: text.optional() },
    matches: (charge, { payment_intent }) => !payment_intent || charge.payment_intent === payment_intent,
  }),
  ...readRoutes({
    kind: 'transaction',
    path: '/v1/balance_transactions',
    noun: 'balance_transaction',
    filters: { source: text.optional(), type: text.optional(), currency: text.optional() },
    matches: (transaction, { source, type, currency }) =>
      (!source || transaction.source === source) &&
      (!type || transaction.type === type) &&
      (!currency || transaction.currency === currency),
  }),
  ...readRoutes({
    kind: 'dispute',
    path: '/v1/disputes',
    noun: 'dispute',
    filters: { charge: text.optional(), payment_intent: text.optional() },
    matches: (dispute, { charge, payment_intent }) =>
      (!charge || dispute.charge === charge) && (!payment_intent || dispute.payment_intent === payment_intent),
  }),
  ...readRoutes({
    kind: 'event',
    path: '/v1/events',
    noun: 'event',
    filters: { type: text.optional(), types: list(text).optional(), delivery_success: boolean.optional() },
    matches: (event, { type, types, delivery_success }) =>
      (!type || matchesType(event.type, type)) &&
      (!types || types.includes(event.type)) &&
      (delivery_success === undefined || (event.pending_webhooks === 0) === delivery_success),
  }),
];

/** `charge.*` matches every type that begins with `charge.`. */
function matchesType(type: string, wanted: string): boolean {
  return wanted.endsWith('*') ? type.startsWith(wanted.slice(0, -1)) : type === wanted;
}
