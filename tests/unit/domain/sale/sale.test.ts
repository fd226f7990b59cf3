import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import {
  isKnown,
  isTooEarly,
  LIVE_ORDER_STATUSES,
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

/** The table of the design, written out again by hand: whoever changes a rule has to say so twice. */
const EXPECTED: Row[] = [
  ['HELD', 'completed-unpaid', ANY, 'PROCESSING', 'keep', []],
  ['HELD', 'paid', ANY, 'PAID', 'sell', SOLD],
  ['PROCESSING', 'paid', ANY, 'PAID', 'sell', SOLD],
  ['HELD', 'cancelled', ANY, 'CANCELLED', 'release', []],
  ['HELD', 'expired', ANY, 'EXPIRED', 'release', []],
  ['HELD', 'refused', ANY, 'FAILED', 'release', []],
  ['PROCESSING', 'async-failed', ANY, 'FAILED', 'release', []],
  // When the failure overtakes the completion.
  ['HELD', 'async-failed', ANY, 'FAILED', 'release', []],
  ['CANCELLED', 'paid', ['free'], 'PAID', 'sell', SOLD],
  ['EXPIRED', 'paid', ['free'], 'PAID', 'sell', SOLD],
  ['FAILED', 'paid', ['free'], 'PAID', 'sell', SOLD],
  ['CANCELLED', 'paid', ['own', 'taken'], 'REFUND_DUE', 'keep', ['late-payment']],
  ['EXPIRED', 'paid', ['own', 'taken'], 'REFUND_DUE', 'keep', ['late-payment']],
  ['FAILED', 'paid', ['own', 'taken'], 'REFUND_DUE', 'keep', ['late-payment']],
  ['REFUND_DUE', 'refunded', ANY, 'REFUNDED', 'keep', []],
  ['PAID', 'refunded', ANY, 'REFUNDED', 'return', ['refunded', 'sale-refunded']],
  // The bank gave the money back to us; the work may be another's by now.
  ['REFUNDED', 'refund-failed', ANY, 'REFUND_DUE', 'keep', []],
  ['PAID', 'dispute-opened', ANY, 'DISPUTED', 'keep', ['dispute-opened']],
  ['DISPUTED', 'dispute-won', ANY, 'PAID', 'keep', ['dispute-won']],
  ['DISPUTED', 'dispute-lost', ANY, 'REFUNDED', 'return', ['dispute-lost']],
];

const cases = ORDER_STATUSES.flatMap((from) =>
  SALE_EVENTS.flatMap((event) => CLAIMS.map((claim) => [from, event, claim] as const)),
);

test('every status meets every event, whoever has the post, as the design says', () => {
  expect(cases).toHaveLength(9 * 11 * 3);
  for (const [from, event, claim] of cases) {
    const row = EXPECTED.find((one) => one[0] === from && one[1] === event && one[2].includes(claim));
    const found = transitionFor(from, event, claim);
    const expected = row ? { to: row[3], post: row[4], messages: row[5] } : null;
    expect(found && { to: found.to, post: found.post, messages: found.messages }, `${from} ${event} ${claim}`).toEqual(
      expected,
    );
  }
});

/** What is done with an event that moves nothing: it waits, is known already, or has no place here. */
const WITHOUT_MOVE: Record<SaleEvent, { early: OrderStatus[]; known: OrderStatus[] }> = {
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

test('an event that moves nothing waits for what it follows, or is known, or neither', () => {
  for (const status of ORDER_STATUSES)
    for (const event of SALE_EVENTS) {
      const { early, known } = WITHOUT_MOVE[event];
      expect(isTooEarly(status, event), `${event} at ${status} is early`).toBe(early.includes(status));
      expect(isKnown(status, event), `${event} at ${status} is known`).toBe(known.includes(status));
    }
});

test('no event is both too early or known and a move, or it would be passed over', () => {
  for (const { from, event } of TRANSITIONS) {
    expect(isTooEarly(from, event) || isKnown(from, event), `${from} ${event}`).toBe(false);
  }
});

test('whatever waits can be applied later: its event moves an order that was paid', () => {
  for (const event of SALE_EVENTS) {
    if (!ORDER_STATUSES.some((status) => isTooEarly(status, event))) continue;
    const moves = TRANSITIONS.filter((row) => row.event === event);
    expect(moves.map(({ from }) => from).some((from) => ['PAID', 'DISPUTED', 'REFUND_DUE'].includes(from))).toBe(true);
  }
});

test('no two rows apply to the same case', () => {
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

test('whoever has the post for himself is who the database’s index says', () => {
  const sql = readFileSync('prisma/migrations/20261123000000_init/migration.sql', 'utf8');
  const [, list = ''] = /"orders_one_live_per_post".*WHERE status IN \(([^)]*)\)/.exec(sql) ?? [];
  expect(list.split(', ').map((name) => name.replaceAll("'", ''))).toEqual([...LIVE_ORDER_STATUSES]);
});

test('leaving the live statuses frees the post, and entering them takes it', () => {
  const live = new Set<OrderStatus>(LIVE_ORDER_STATUSES);
  for (const row of TRANSITIONS) {
    const frees = live.has(row.from) && !live.has(row.to);
    expect(['release', 'return'].includes(row.post), `${row.from} ${row.event}`).toBe(frees);
    if (!live.has(row.from) && live.has(row.to)) expect(row.post).toBe('sell');
    if (row.to === 'PAID' && row.from !== 'DISPUTED') expect(row.post).toBe('sell');
  }
});
