import type Stripe from 'stripe';
import { currencyDigits } from '../currencies.ts';
import { type Emulator, unixNow } from '../emulator.ts';
import { newId } from '../ids.ts';

type LedgerTransaction = {
  type: 'charge' | 'payment' | 'refund' | 'refund_failure' | 'adjustment';
  /** Minor units; what leaves the account is negative. */
  amount: number;
  fee: number;
  currency: string;
  source: string;
  description: string | null;
};

/** Keeps a movement on the account's balance. Unlike Stripe it stays in the buyer's currency. */
export function recordTransaction(standIn: Emulator, movement: LedgerTransaction): Stripe.BalanceTransaction {
  const { type, amount, fee, currency, source, description } = movement;
  const created = unixNow(standIn);
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
  standIn.store.put('transaction', transaction);
  return transaction;
}

/** 2.9 % and thirty hundredths of a unit, in minor units; whole yen where there are no hundredths. */
export function processingFee(amount: number, currency: string): number {
  const fixed = currencyDigits(currency) === 3 ? 300 : 30;
  return Math.round(amount * 0.029) + fixed;
}
