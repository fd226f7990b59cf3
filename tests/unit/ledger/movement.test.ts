import { expect, test } from 'vitest';
import { buyerTransaction, type LedgerTransaction, settlement } from '#lib/ledger/ledger-transaction.ts';
import { transactionsOfBalance } from '#lib/ledger/transactions-of-balance.ts';
import type { BalanceTransaction } from '#lib/payments/list-balance-transactions.ts';

const orderId = '00000000-0000-4000-8000-000000000001';
const occurredAt = new Date('2026-11-23T12:00:00Z');
const created = occurredAt.getTime() / 1000;
const about = { orderId, occurredAt };
const EUROS = { amount: 12_000, currency: 'EUR' };

const told = ({ entries }: LedgerTransaction) => entries.map((one) => `${one.account} ${one.amount} ${one.currency}`);

/** What is left in each currency when all entries of a movement are added. */
function sums({ entries }: LedgerTransaction): number[] {
  const left = new Map<string, number>();
  for (const { currency, amount } of entries) left.set(currency, (left.get(currency) ?? 0) + amount);
  return [...left.values()];
}

test.for([
  ['charge', 'x', 1],
  ['refund', 'x', -1],
  ['refund-failed', 'x:failed', 1],
  ['dispute', 'x:withdrawn', -1],
  ['dispute-returned', 'x:returned', 1],
] as const)('a %s has the key %s and its direction', ([kind, key, sign]) => {
  const movement = buyerTransaction(kind, 'x', EUROS, about);
  expect(movement).toMatchObject({ key, kind, orderId, occurredAt });
  expect(told(movement)).toEqual([`buyer ${-sign * 12_000} EUR`, `stripe ${sign * 12_000} EUR`]);
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

/** Source and balance transaction, and by hand what they are: key, money with the buyer, what Stripe made of it. */
const CASES: Case[] = [
  [
    'a charge on a balance in its own currency',
    { amount: 12_000, fee: 378, currency: 'EUR', source: charge(12_000, 'eur') },
    'pi_1',
    ['buyer -12000 EUR', 'stripe 12000 EUR'],
    ['stripe -378 EUR', 'fees 378 EUR'],
  ],
  [
    'whole yen on a balance in euros',
    { amount: 18_450, fee: 565, currency: 'EUR', source: charge(30_000, 'jpy') },
    'pi_1',
    ['buyer -30000 JPY', 'stripe 30000 JPY'],
    ['conversion 30000 JPY', 'stripe -30000 JPY', 'conversion -18450 EUR', 'stripe 17885 EUR', 'fees 565 EUR'],
  ],
  [
    'thousandths of a dinar on a balance in yen',
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
    'a refund that the bank gave back',
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
    'a dispute that was won, of which Stripe tells no amount of its own',
    { amount: 12_000, fee: 0, currency: 'EUR', source: dispute({}) },
    'dp_1:returned',
    ['buyer -12000 EUR', 'stripe 12000 EUR'],
    [],
  ],
];

test.for(CASES)('%s', ([, transaction, key, withBuyer, settled]) => {
  const movements = transactionsOfBalance({ id: 'txn_1', created, ...transaction }, orderId);
  const [first, second] = movements;
  expect(movements.map((one) => one.key)).toEqual([key, 'txn_1']);
  expect(movements).toMatchObject([about, { ...about, kind: 'settlement' }]);
  expect(first && told(first)).toEqual(withBuyer);
  expect(second && told(second)).toEqual(settled);
  for (const movement of movements) expect(sums(movement).every((sum) => sum === 0)).toBe(true);
});

test('a charge without a payment intent is known by its own id', () => {
  const source: Source = { ...charge(100, 'eur'), payment_intent: null };
  const [movement] = transactionsOfBalance(
    { id: 'txn_1', created, amount: 100, fee: 0, currency: 'EUR', source },
    orderId,
  );
  expect(movement?.key).toBe('ch_1');
});

test('each account has one entry in a currency, as the table wants it', () => {
  const moved = settlement('txn_1', { amount: 30_000, currency: 'JPY' }, { amount: 1, fee: 1, currency: 'EUR' }, about);
  const names = moved.entries.map(({ account, currency }) => `${account} ${currency}`);
  expect(new Set(names).size).toBe(names.length);
  // What Stripe's account gained and what its fee took are equal here: no entry of nothing is written.
  expect(told(moved)).toEqual(['conversion 30000 JPY', 'stripe -30000 JPY', 'conversion -1 EUR', 'fees 1 EUR']);
});
