import { expect, test } from 'vitest';
import { buyerTransaction, type LedgerTransaction, settlement } from '#lib/ledger/ledger-transaction.ts';
import { toLedgerTransactions } from '#lib/ledger/to-ledger-transactions.ts';
import type { BalanceTransaction } from '#lib/payments/list-balance-transactions.ts';

const orderId = '00000000-0000-4000-8000-000000000001';
const occurredAt = new Date('2026-11-23T12:00:00Z');
const created = occurredAt.getTime() / 1000;
const about = { orderId, occurredAt };
const EUROS = { amount: 12_000, currency: 'EUR' };

const describeEntries = ({ entries }: LedgerTransaction) =>
  entries.map(({ account, amount, currency }) => `${account} ${amount} ${currency}`);

/** The sum of all entries of a transaction in each currency; zero when it balances. */
function sums({ entries }: LedgerTransaction): number[] {
  const totals = new Map<string, number>();
  for (const { currency, amount } of entries) totals.set(currency, (totals.get(currency) ?? 0) + amount);
  return [...totals.values()];
}

test.for([
  ['charge', 'x', 1],
  ['refund', 'x', -1],
  ['refund-failed', 'x:failed', 1],
  ['dispute', 'x:withdrawn', -1],
  ['dispute-returned', 'x:returned', 1],
] as const)('a %s has the key %s and the direction %i', ([kind, key, sign]) => {
  const transaction = buyerTransaction(kind, 'x', EUROS, about);
  expect(transaction).toMatchObject({ key, kind, orderId, occurredAt });
  expect(describeEntries(transaction)).toEqual([`buyer ${-sign * 12_000} EUR`, `stripe ${sign * 12_000} EUR`]);
});

type Source = BalanceTransaction['source'];
const metadata = { orderId };
const charge = (amount: number, currency: string): Source => ({
  ...{ object: 'charge', id: 'ch_1', payment_intent: 'pi_1', metadata, amount, currency },
});
const refund = (amount: number, currency: string): Source => ({
  ...{ object: 'refund', id: 're_1', payment_intent: 'pi_1', metadata, amount, currency, status: 'succeeded' },
});
const dispute = (changes: { amount?: number; currency?: string }): Source => ({
  ...{ object: 'dispute', id: 'dp_1', payment_intent: 'pi_1', status: 'needs_response' },
  ...changes,
});

type Case = [string, Omit<BalanceTransaction, 'id' | 'created'>, string, string[], string[]];

/** A balance transaction with its source; the expected key, entries with the buyer and settlement entries, by hand. */
const CASES: Case[] = [
  [
    'a charge in the currency of the balance',
    { amount: 12_000, fee: 378, currency: 'EUR', source: charge(12_000, 'eur') },
    'pi_1',
    ['buyer -12000 EUR', 'stripe 12000 EUR'],
    ['stripe -378 EUR', 'fees 378 EUR'],
  ],
  [
    'a charge in yen on a balance in euros',
    { amount: 18_450, fee: 565, currency: 'EUR', source: charge(30_000, 'jpy') },
    'pi_1',
    ['buyer -30000 JPY', 'stripe 30000 JPY'],
    ['conversion 30000 JPY', 'stripe -30000 JPY', 'conversion -18450 EUR', 'stripe 17885 EUR', 'fees 565 EUR'],
  ],
  [
    'a charge in dinars on a balance in yen',
    { amount: 6_310, fee: 227, currency: 'JPY', source: charge(12_500, 'kwd') },
    'pi_1',
    ['buyer -12500 KWD', 'stripe 12500 KWD'],
    ['conversion 12500 KWD', 'stripe -12500 KWD', 'conversion -6310 JPY', 'stripe 6083 JPY', 'fees 227 JPY'],
  ],
  [
    'a refund without a fee, in dinars',
    { amount: -500, fee: 0, currency: 'KWD', source: refund(500, 'kwd') },
    're_1',
    ['buyer 500 KWD', 'stripe -500 KWD'],
    [],
  ],
  [
    'a refund at another rate than the charge',
    { amount: -18_600, fee: 0, currency: 'EUR', source: refund(30_000, 'jpy') },
    're_1',
    ['buyer 30000 JPY', 'stripe -30000 JPY'],
    ['conversion -30000 JPY', 'stripe 30000 JPY', 'conversion 18600 EUR', 'stripe -18600 EUR'],
  ],
  [
    'a refund that the bank returned',
    { amount: 12_000, fee: 0, currency: 'EUR', source: refund(12_000, 'eur') },
    're_1:failed',
    ['buyer -12000 EUR', 'stripe 12000 EUR'],
    [],
  ],
  [
    'a dispute with its fee, in yen on a balance in euros',
    { amount: -18_450, fee: 1_500, currency: 'EUR', source: dispute({ amount: 30_000, currency: 'jpy' }) },
    'dp_1:withdrawn',
    ['buyer 30000 JPY', 'stripe -30000 JPY'],
    ['conversion -30000 JPY', 'stripe 30000 JPY', 'conversion 18450 EUR', 'stripe -19950 EUR', 'fees 1500 EUR'],
  ],
  [
    'a won dispute whose source has no amount',
    { amount: 12_000, fee: 0, currency: 'EUR', source: dispute({}) },
    'dp_1:returned',
    ['buyer -12000 EUR', 'stripe 12000 EUR'],
    [],
  ],
];

test.for(CASES)('records %s', ([, balance, key, withBuyer, settled]) => {
  const transactions = toLedgerTransactions({ id: 'txn_1', created, ...balance }, orderId);
  const [first, second] = transactions;
  expect(transactions.map((transaction) => transaction.key)).toEqual([key, 'txn_1']);
  expect(transactions).toMatchObject([about, { ...about, kind: 'settlement' }]);
  expect(first && describeEntries(first)).toEqual(withBuyer);
  expect(second && describeEntries(second)).toEqual(settled);
  for (const transaction of transactions) expect(sums(transaction).every((sum) => sum === 0)).toBe(true);
});

test('the key of a charge without a payment intent is the charge’s id', () => {
  const source: Source = { ...charge(100, 'eur'), payment_intent: null };
  const [transaction] = toLedgerTransactions(
    { id: 'txn_1', created, amount: 100, fee: 0, currency: 'EUR', source },
    orderId,
  );
  expect(transaction?.key).toBe('ch_1');
});

test('each account has at most one entry per currency, as the table requires', () => {
  const transaction = settlement(
    'txn_1',
    { amount: 30_000, currency: 'JPY' },
    { amount: 1, fee: 1, currency: 'EUR' },
    about,
  );
  const names = transaction.entries.map(({ account, currency }) => `${account} ${currency}`);
  expect(new Set(names).size).toBe(names.length);
  // The payment and the fee cancel out in Stripe's account here, and no entry of zero is written.
  expect(describeEntries(transaction)).toEqual([
    'conversion 30000 JPY',
    'stripe -30000 JPY',
    'conversion -1 EUR',
    'fees 1 EUR',
  ]);
});
