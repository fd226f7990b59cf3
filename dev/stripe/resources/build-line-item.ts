import { requireCurrency } from '../currencies.ts';
import { newId } from '../ids.ts';
import type { LineItemObject } from '../records.ts';
import type { CreateSessionParameters } from './create-session-parameters.ts';

type GivenItem = CreateSessionParameters['line_items'][number];

/** One line item of a session. @throws {StripeFailure} for a currency that Stripe does not support. */
export function buildLineItem(item: GivenItem, index: number, created: number): LineItemObject {
  const { price_data, quantity = 1 } = item;
  const currency = requireCurrency(price_data.currency, `line_items[${index}][price_data][currency]`);
  const total = price_data.unit_amount * quantity;
  return {
    id: newId('li'),
    object: 'item',
    adjustable_quantity: null,
    amount_discount: 0,
    amount_subtotal: total,
    amount_tax: 0,
    amount_total: total,
    currency,
    description: price_data.product_data.name,
    metadata: {},
    price: {
      id: newId('price'),
      object: 'price',
      active: false,
      billing_scheme: 'per_unit',
      created,
      currency,
      custom_unit_amount: null,
      livemode: false,
      lookup_key: null,
      metadata: {},
      nickname: null,
      product: newId('prod'),
      recurring: null,
      tax_behavior: 'unspecified',
      tiers_mode: null,
      transform_quantity: null,
      type: 'one_time',
      unit_amount: price_data.unit_amount,
      unit_amount_decimal: String(price_data.unit_amount),
    },
    quantity,
  };
}
