import { apiError } from '../api/stripe-failure.ts';
import { requireChargeable } from '../currencies.ts';
import { type Emulator, unixNow } from '../emulator.ts';
import { newId } from '../ids.ts';
import type { SessionObject, SessionRecord } from '../records.ts';
import { buildLineItem } from './build-line-item.ts';
import { buildSession } from './build-session.ts';
import type { CreateSessionParameters } from './create-session-parameters.ts';

const MIN_LIFETIME_SECONDS = 30 * 60;
const MAX_LIFETIME_SECONDS = 24 * 3_600;

/** Creates and stores an open session. @throws {StripeFailure} where Stripe would refuse it. */
export function createCheckoutSession(emulator: Emulator, given: CreateSessionParameters): SessionObject {
  const created = unixNow(emulator);
  const expiresAt = given.expires_at ?? created + MAX_LIFETIME_SECONDS;
  requireLifetime(expiresAt - created);
  const lineItems = given.line_items.map((item, index) => buildLineItem(item, index, created));
  const first = lineItems[0];
  if (!first) throw apiError('Missing required param: line_items.', { code: 'parameter_missing', param: 'line_items' });
  const currency = first.currency;
  if (lineItems.some((item) => item.currency !== currency) || (given.currency ?? currency) !== currency) {
    throw apiError('All line items of a Checkout Session must have the same currency.', { param: 'line_items' });
  }
  const total = lineItems.reduce((sum, item) => sum + item.amount_total, 0);
  requireChargeable(total, currency, 'line_items');

  const id = newId('cs_test_a1');
  const session = buildSession({
    id,
    given,
    created,
    expiresAt,
    currency,
    total,
    url: `${emulator.publicUrl}/c/pay/${id}`,
  });
  const product = given.line_items[0]?.price_data.product_data;
  const record: SessionRecord = {
    id,
    session,
    lineItems,
    picture: product?.images?.[0] ?? null,
    productDescription: product?.description ?? null,
    intentData: {
      metadata: given.payment_intent_data?.metadata ?? {},
      description: given.payment_intent_data?.description ?? null,
      receipt_email: given.payment_intent_data?.receipt_email ?? null,
      capture_method: given.payment_intent_data?.capture_method,
    },
    endsAt: expiresAt,
    settlement: null,
  };
  emulator.store.put('session', record);
  return session;
}

function requireLifetime(seconds: number): void {
  const param = 'expires_at';
  if (seconds < MIN_LIFETIME_SECONDS) {
    throw apiError('The `expires_at` timestamp must be at least 30 minutes from Checkout Session creation.', { param });
  }
  if (seconds > MAX_LIFETIME_SECONDS) {
    throw apiError('The `expires_at` timestamp must be less than 24 hours from Checkout Session creation.', { param });
  }
}
