import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { formatDate, formatDateTime, formatLocalTime, formatTime } from '#lib/domain/format-date.ts';

const EVENING = '2026-11-29T23:05:59.000Z';

// Seven hours ahead of UTC all year.
beforeEach(() => vi.stubEnv('TZ', 'Asia/Bangkok'));
afterEach(() => vi.unstubAllEnvs());

test('a day and a time have the same date, in UTC wherever the code runs', () => {
  expect(formatDate('2026-11-29')).toBe('29 November 2026');
  expect(formatDate(EVENING)).toBe('29 November 2026');
  expect(formatDate('2026-11-01T00:30:00+01:00')).toBe('31 October 2026');
});

test('a time is given to the minute with its time zone', () => {
  expect(formatTime(EVENING)).toBe('23:05 UTC');
  expect(formatTime('2026-11-29T00:05:00+01:00')).toBe('23:05 UTC');
  expect(formatDateTime(EVENING)).toBe('29 November 2026, 23:05 UTC');
});

test('a local time is given in the time zone of the browser', () => {
  expect(formatLocalTime(EVENING)).toBe('06:05');
});
