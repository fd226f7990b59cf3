import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import {
  isKnown,
  LIVE_ORDER_STATUSES,
  mustWait,
  ORDER_STATUSES,
  type OrderStatus,
  type PostClaim,
  SALE_EVENTS,
  type SaleEvent,
  TRANSITIONS,
  transitionFor,
} from '#lib/domain/sale/sale.ts';

const CLAIMS: PostClaim[] = ['own', 'free', 'taken'];
const ANY = CLAIMS;
const SOLD = ['bought', 'sold'];

type Row = [OrderStatus, SaleEvent, PostClaim[], OrderStatus, string, string[]];

/** The transition table, written out a second time by hand, so that a rule cannot be changed by accident. */
const EXPECTED: Row[] = [
  ['HELD', 'completed-unpaid', ANY, 'PROCESSING', 'keep', []],
  ['HELD', 'paid', ANY, 'PAID', 'sell', SOLD],
  ['PROCESSING', 'paid', ANY, 'PAID', 'sell', SOLD],
  ['HELD', 'cancelled', ANY, 'CANCELLED', 'release', []],
  ['HELD', 'expired', ANY, 'EXPIRED', 'release', []],
  ['EXPIRED', 'cancelled', ANY, 'CANCELLED', 'keep', []],
  ['HELD', 'refused', ANY, 'FAILED', 'release', []],
  ['PROCESSING', 'async-failed', ANY, 'FAILED', 'release', []],
  // When the failure arrives before the completion.
  ['HELD', 'async-failed', ANY, 'FAILED', 'release', []],
  ['CANCELLED', 'paid', ['free'], 'PAID', 'sell', SOLD],
  ['EXPIRED', 'paid', ['free'], 'PAID', 'sell', SOLD],
  ['FAILED', 'paid', ['free'], 'PAID', 'sell', SOLD],
  ['CANCELLED', 'paid', ['own', 'taken'], 'REFUND_DUE', 'keep', ['late-payment']],
  ['EXPIRED', 'paid', ['own', 'taken'], 'REFUND_DUE', 'keep', ['late-payment']],
  ['FAILED', 'paid', ['own', 'taken'], 'REFUND_DUE', 'keep', ['late-payment']],
  ['REFUND_DUE', 'refunded', ANY, 'REFUNDED', 'keep', []],
  ['PAID', 'refunded', ANY, 'REFUNDED', 'return', ['refunded', 'sale-refunded']],
  // The bank returned the money to the shop, and the work may belong to another buyer by now.
  ['REFUNDED', 'refund-failed', ANY, 'REFUND_DUE', 'keep', []],
  ['PAID', 'dispute-opened', ANY, 'DISPUTED', 'keep', ['dispute-opened']],
  ['DISPUTED', 'dispute-won', ANY, 'PAID', 'keep', ['dispute-won']],
  ['DISPUTED', 'dispute-lost', ANY, 'REFUNDED', 'return', ['dispute-lost']],
];

const cases = ORDER_STATUSES.flatMap((from) =>
  SALE_EVENTS.flatMap((event) => CLAIMS.map((claim) => [from, event, claim] as const)),
);

test('every status, event and claim on the post has the expected transition', () => {
  expect(cases).toHaveLength(9 * 11 * 3);
  for (const [from, event, claim] of cases) {
    const row = EXPECTED.find((row) => row[0] === from && row[1] === event && row[2].includes(claim));
    const found = transitionFor(from, event, claim);
    const expected = row ? { to: row[3], post: row[4], messages: row[5] } : null;
    expect(found && { to: found.to, post: found.post, messages: found.messages }, `${from} ${event} ${claim}`).toEqual(
      expected,
    );
  }
});

/** For events without a transition: the statuses in which they wait, and those in which they are known already. */
const WITHOUT_TRANSITION: Record<SaleEvent, { early: OrderStatus[]; known: OrderStatus[] }> = {
  'completed-unpaid': { early: [], known: ['PROCESSING', 'FAILED', 'PAID', 'DISPUTED', 'REFUND_DUE', 'REFUNDED'] },
  paid: { early: [], known: ['PAID', 'DISPUTED', 'REFUND_DUE', 'REFUNDED'] },
  cancelled: { early: [], known: [] },
  expired: { early: [], known: ['CANCELLED', 'EXPIRED', 'FAILED'] },
  'async-failed': { early: [], known: ['FAILED'] },
  refused: { early: [], known: [] },
  refunded: { early: ['HELD', 'PROCESSING', 'CANCELLED', 'EXPIRED', 'FAILED'], known: ['REFUNDED'] },
  'refund-failed': { early: [], known: ['PAID', 'REFUND_DUE'] },
  'dispute-opened': { early: ['HELD', 'PROCESSING', 'CANCELLED', 'EXPIRED', 'FAILED'], known: ['DISPUTED'] },
  'dispute-won': { early: ['HELD', 'PROCESSING', 'CANCELLED', 'EXPIRED', 'FAILED', 'PAID'], known: [] },
  'dispute-lost': { early: ['HELD', 'PROCESSING', 'CANCELLED', 'EXPIRED', 'FAILED', 'PAID'], known: [] },
};

test('an event without a transition waits, is known already, or neither', () => {
  for (const status of ORDER_STATUSES)
    for (const event of SALE_EVENTS) {
      const { early, known } = WITHOUT_TRANSITION[event];
      expect(mustWait(status, event), `${event} at ${status} is early`).toBe(early.includes(status));
      expect(isKnown(status, event), `${event} at ${status} is known`).toBe(known.includes(status));
    }
});

test('no event with a transition is also too early or known, or it would be skipped', () => {
  for (const { from, event } of TRANSITIONS) {
    expect(mustWait(from, event) || isKnown(from, event), `${from} ${event}`).toBe(false);
  }
});

test('every event that can wait has a transition from a paid order', () => {
  for (const event of SALE_EVENTS) {
    if (!ORDER_STATUSES.some((status) => mustWait(status, event))) continue;
    const transitions = TRANSITIONS.filter((row) => row.event === event);
    expect(transitions.map(({ from }) => from).some((from) => ['PAID', 'DISPUTED', 'REFUND_DUE'].includes(from))).toBe(
      true,
    );
  }
});

test('no two transitions match the same case', () => {
  for (const [from, event, claim] of cases) {
    const rows = TRANSITIONS.filter(
      (row) => row.from === from && row.event === event && (row.claims ?? CLAIMS).includes(claim),
    );
    expect(rows.length, `${from} ${event} ${claim}`).toBeLessThanOrEqual(1);
  }
});

test('every status can be reached from HELD, and every event occurs', () => {
  const reached = new Set<OrderStatus>(['HELD']);
  for (const status of reached) for (const row of TRANSITIONS) if (row.from === status) reached.add(row.to);
  expect([...reached].sort()).toEqual([...ORDER_STATUSES].sort());
  expect(new Set(TRANSITIONS.map(({ event }) => event))).toEqual(new Set(SALE_EVENTS));
});

test('the statuses that claim a post are the same as in the database’s index', () => {
  const sql = readFileSync('prisma/migrations/20261123000000_init/migration.sql', 'utf8');
  const [, list = ''] = /"orders_one_live_per_post".*WHERE status IN \(([^)]*)\)/.exec(sql) ?? [];
  expect(list.split(', ').map((name) => name.replaceAll("'", ''))).toEqual([...LIVE_ORDER_STATUSES]);
});

test('leaving the live statuses frees the post, and entering them sells it', () => {
  const live = new Set<OrderStatus>(LIVE_ORDER_STATUSES);
  for (const row of TRANSITIONS) {
    const frees = live.has(row.from) && !live.has(row.to);
    expect(['release', 'return'].includes(row.post), `${row.from} ${row.event}`).toBe(frees);
    if (!live.has(row.from) && live.has(row.to)) expect(row.post).toBe('sell');
    if (row.to === 'PAID' && row.from !== 'DISPUTED') expect(row.post).toBe('sell');
  }
});
