import { expect, test } from 'vitest';
import {
  describeChange,
  describeRelativeTime,
  type FetchState,
  type HeldRate,
  summarizeRates,
} from '#lib/domain/exchange/rate-review.ts';

const NOW = new Date('2026-11-23T12:00:00Z');
const ALL_WELL = { fetching: null, day: '2026-11-20', held: [], more: false };
const HELD: HeldRate = { source: 'Bank', currency: 'USD', day: '2026-11-20', rate: '2', old: null, moved: null };
const FAILED: FetchState = {
  ...{ triedAt: NOW.toISOString(), fetchedAt: null, nextFetchAt: NOW.toISOString() },
  ...{ error: 'It was silent.', failures: 1 },
};

test.for([
  ['from before a weekend', {}, '3 days old', ['20 November 2026'], false],
  ['from today', { day: '2026-11-23' }, 'Today', ['23 November 2026'], false],
  ['from tomorrow, in a time zone further east', { day: '2026-11-24' }, 'Today', ['24 November 2026'], false],
  ['from yesterday', { day: '2026-11-22' }, '1 day old', ['22 November 2026'], false],
  ['older than three days', { day: '2026-11-19' }, '4 days old', ['19 November 2026'], true],
  ['held back', { held: [HELD] }, '3 days old', ['20 November 2026', '1 held back'], true],
  [
    ...['held back beyond the counted limit', { held: [HELD], more: true }, '3 days old'],
    ...[['20 November 2026', 'more than 1 held back'], true],
  ],
  ['with a failed fetch', { fetching: FAILED }, '3 days old', ['20 November 2026', 'last fetch failed'], true],
  ['with a successful fetch', { fetching: { ...FAILED, error: null } }, '3 days old', ['20 November 2026'], false],
  ['that do not exist yet', { day: null }, 'None yet', [], true],
] as [string, object, string, string[], boolean][])('summarizes rates %s', ([, changes, value, notes, isAlarming]) => {
  expect(summarizeRates({ ...ALL_WELL, ...changes }, NOW)).toEqual({ value, notes, isAlarming });
});

test.for([
  ['2026-11-23T12:00:00.400Z', 'now'],
  ['2026-11-23T11:59:58Z', '2 seconds ago'],
  ['2026-11-23T11:59:00Z', '1 minute ago'],
  ['2026-11-23T10:00:01Z', '1 hour ago'],
  ['2026-11-23T10:00:00Z', '2 hours ago'],
  ['2026-11-23T12:59:59Z', 'in 59 minutes'],
  ['2026-11-22T12:00:00Z', '1 day ago'],
  ['2026-10-06T14:00:00Z', '47 days ago'],
])('the time %s is described as “%s”', ([time = '', text]) => {
  expect(describeRelativeTime(time, NOW)).toBe(text);
});

test('the change of a rate is formatted with a sign', () => {
  expect(['28.1', '-25.3', '0.0'].map(describeChange)).toEqual(['+28.1%', '−25.3%', '+0.0%']);
});
