import type Stripe from 'stripe';
import { currencyDigits } from '../currencies.ts';
import { type Emulator, unixNow } from '../emulator.ts';
import { newId } from '../ids.ts';

type NewTransaction = {
  type: 'charge' | 'payment' | 'refund' | 'refund_failure' | 'adjustment';
  /** Minor units; negative if money leaves the balance. */
  amount: number;
  fee: number;
  currency: string;
  source: string;
  description: string | null;
};

/** Stores a balance transaction. Unlike Stripe, it keeps the buyer's currency instead of converting it. */
export function recordTransaction(emulator: Emulator, given: NewTransaction): Stripe.BalanceTransaction {
  const { type, amount, fee, currency, source, description } = given;
  const created = unixNow(emulator);
  const transaction: Stripe.BalanceTransaction = {
    id: newId('txn'),
    object: 'balance_transaction',
    amount,
    available_on: created + 2 * 24 * 3_600,
    balance_type: 'payments',
    created,
    currency,
    description,
    exchange_rate: null,
    fee,
    fee_details: fee
      ? [{ amount: fee, application: null, currency, description: 'Stripe processing fees', type: 'stripe_fee' }]
      : [],
    net: amount - fee,
    reporting_category: type === 'adjustment' ? 'dispute' : type,
    source,
    status: 'pending',
    type,
  };
  emulator.store.put('transaction', transaction);
  return transaction;
}

/** 2.9% and 0.30, in minor units; in a currency without decimals 30 whole units, such as 30 yen. */
export function processingFee(amount: number, currency: string): number {
  const fixed = currencyDigits(currency) === 3 ? 300 : 30;
  return Math.round(amount * 0.029) + fixed;
}
