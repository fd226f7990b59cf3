import { expect, test } from 'vitest';
import {
  canDiscard,
  canReplay,
  describeAge,
  describeCount,
  describeReplay,
  EVENT_OUTCOMES,
  isEventOutcome,
  prettyPayload,
  readableReason,
} from '#lib/domain/sale/webhook-log.ts';

test('every event but an applied one can be replayed, and only one that needs a decision can be discarded', () => {
  expect(EVENT_OUTCOMES.filter((outcome) => !canReplay(outcome))).toEqual(['applied']);
  expect(EVENT_OUTCOMES.filter(canDiscard)).toEqual(['failed', 'flagged', 'waiting']);
  expect([canReplay(null), canDiscard(null)]).toEqual([true, true]);
});

test('isEventOutcome accepts the outcomes and nothing else', () => {
  for (const text of ['duplicate', 'toString', '', undefined, null]) expect(isEventOutcome(text)).toBe(false);
  expect(EVENT_OUTCOMES.every(isEventOutcome)).toBe(true);
});

test.for([
  [-5, '0 s'],
  [1_499, '1 s'],
  [59_600, '1 min'],
  [119_000, '1 min'],
  [3_600_000, '1 h'],
  [47 * 3_600_000, '47 h'],
  [48 * 3_600_000, '2 days'],
] as const)('%d milliseconds are described as “%s”', ([milliseconds, text]) => {
  expect(describeAge(milliseconds)).toBe(text);
});

test('a count that reached its limit says “more than”', () => {
  expect(describeCount({ count: 12, more: false })).toBe('12');
  expect(describeCount({ count: 1_000, more: true })).toBe('more than 1,000');
});

test('an error is shortened to one readable line', () => {
  expect(readableReason('\nInvalid `query` invocation:\n\n\nthe disk\0is full ')).toBe(
    'Invalid `query` invocation: the disk is full',
  );
  const issues = [
    { path: ['data', 'object', 'id'], message: 'expected string' },
    { path: [], message: 'expected object' },
  ];
  expect(readableReason(JSON.stringify(issues, null, 2))).toBe(
    'Not a supported event. data.object.id: expected string; the event: expected object',
  );
  expect(readableReason('[half')).toBe('[half');
  expect(readableReason('x'.repeat(5_000))).toHaveLength(601);
});

test('a replay is described in one sentence with the event’s current outcome', () => {
  const failed = { outcome: 'failed', detail: 'the disk\nis full' } as const;
  expect(describeReplay('settled', { outcome: 'applied', detail: 'HELD to PAID' })).toBe(
    'Replayed, and now applied: HELD to PAID',
  );
  expect(describeReplay('failed', failed)).toBe('Replayed, and it failed again: the disk is full');
  expect(describeReplay('unchanged', { outcome: 'ignored', detail: null })).toBe(
    'Nothing was changed: it was already ignored',
  );
});

test('JSON is shown indented and other text unchanged, and the row takes precedence over the dead letter', () => {
  expect(prettyPayload({ a: 1 }, '{"b":2}')).toBe('{\n  "a": 1\n}');
  expect(prettyPayload('half {', null)).toBe('half {');
  expect(prettyPayload(null, '{"b":2}')).toBe('{\n  "b": 2\n}');
  expect(prettyPayload(null, null)).toBeNull();
});
