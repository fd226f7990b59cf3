import { z } from 'zod';
import { expand } from '../api/expand.ts';
import { amount, expandParameter, metadata, oneOf, readParameters, text } from '../api/parameters.ts';
import type { Route } from '../api/route.ts';
import { apiError, missing } from '../api/stripe-failure.ts';
import type { Emulator } from '../emulator.ts';
import { refundCharge } from '../payments/refund-charge.ts';
import type { ChargeObject } from '../records.ts';
import { readRoutes } from './read-routes.ts';

const createParameters = z.strictObject({
  payment_intent: text.optional(),
  charge: text.optional(),
  amount: amount.optional(),
  metadata: metadata.optional(),
  reason: oneOf('duplicate', 'fraudulent', 'requested_by_customer').optional(),
  ...expandParameter,
});

export const refundRoutes: Route[] = [
  {
    method: 'POST',
    path: '/v1/refunds',
    handle: (emulator, { input }) => {
      const { expand: paths, charge, payment_intent, ...parameters } = readParameters(createParameters, input);
      const refund = refundCharge(emulator, chargeToRefund(emulator, charge, payment_intent), parameters);
      return expand(emulator, refund, paths);
    },
  },
  ...readRoutes({
    kind: 'refund',
    path: '/v1/refunds',
    noun: 'refund',
    filters: { charge: text.optional(), payment_intent: text.optional() },
    matches: (refund, { charge, payment_intent }) =>
      (!charge || refund.charge === charge) && (!payment_intent || refund.payment_intent === payment_intent),
  }),
];

function chargeToRefund(emulator: Emulator, chargeId?: string, intentId?: string): ChargeObject {
  if (chargeId) {
    const charge = emulator.store.get('charge', chargeId);
    if (!charge) throw missing('charge', chargeId);
    return charge;
  }
  if (!intentId) throw apiError('One of the following params should be provided: payment_intent or charge.');
  const intent = emulator.store.get('intent', intentId);
  if (!intent) throw missing('payment_intent', intentId);
  const charge = emulator.store.get('charge', intent.latest_charge ?? '');
  if (charge?.status !== 'succeeded') {
    throw apiError(`This PaymentIntent (${intentId}) does not have a successful charge to refund.`, {
      code: 'payment_intent_unexpected_state',
      param: 'payment_intent',
    });
  }
  return charge;
}
