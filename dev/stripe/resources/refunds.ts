import { z } from 'zod';
import { expand } from '../api/expand.ts';
import { listPage, pageParameters } from '../api/list-page.ts';
import { amount, expandParameter, metadata, oneOf, readParameters, text } from '../api/parameters.ts';
import type { Route } from '../api/route.ts';
import { apiError, missing } from '../api/stripe-failure.ts';
import type { Emulator } from '../emulator.ts';
import { refundCharge } from '../payments/refund-charge.ts';
import type { ChargeObject, RefundObject } from '../records.ts';
import { documentedRefundParameters } from './documented-parameters.ts';
import { readRoutes } from './read-routes.ts';

const createParameters = z.strictObject({
  ...documentedRefundParameters,
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
      const {
        expand: paths,
        charge,
        payment_intent,
        amount,
        metadata,
        reason,
      } = readParameters(createParameters, input);
      const refund = refundCharge(emulator, chargeToRefund(emulator, charge, payment_intent), {
        amount,
        metadata,
        reason,
      });
      return expand(emulator, refund, paths);
    },
  },
  {
    method: 'GET',
    path: '/v1/charges/:id/refunds',
    handle: (emulator, { id, input }) => {
      const page = readParameters(z.strictObject(pageParameters), input);
      if (!emulator.store.get('charge', id)) throw missing('charge', id);
      const toItem = (refund: RefundObject) => (refund.charge === id ? refund : null);
      const path = `/v1/charges/${id}/refunds`;
      return expand(
        emulator,
        listPage(emulator.store.table('refund'), path, page, { noun: 'refund', toItem }),
        page.expand,
      );
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
    if (!charge) throw missing('charge', chargeId, 'charge');
    return charge;
  }
  if (!intentId) throw apiError('One of the following params should be provided: payment_intent or charge.');
  const intent = emulator.store.get('intent', intentId);
  if (!intent) throw missing('payment_intent', intentId, 'payment_intent');
  const charge = emulator.store.get('charge', intent.latest_charge ?? '');
  if (charge?.status !== 'succeeded') {
    throw apiError(`This PaymentIntent (${intentId}) does not have a successful charge to refund.`, {
      code: 'payment_intent_unexpected_state',
      param: 'payment_intent',
    });
  }
  return charge;
}
