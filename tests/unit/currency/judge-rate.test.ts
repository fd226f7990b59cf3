import { expect, test } from 'vitest';
import { judgeRate, type StoredRate } from '#lib/currency/judge-rate.ts';

const row = (
  day: string,
  rate: string,
  state: StoredRate['state'] = 'accepted',
  acceptedRate: string | null = null,
) => ({
  ...{ day, rate, state, acceptedRate },
});
const FRIDAY = row('2026-11-20', '1.15');

test('the first rate of a currency is accepted', () => {
  expect(judgeRate('2026-11-20', '1.15', [])).toEqual(FRIDAY);
});

test.each([
  ['1.38', 'accepted'],
  ['1.380000000001', 'held'],
  ['0.958333333334', 'accepted'],
  ['0.958333333333', 'held'],
  ['115', 'held'],
  ['0.0115', 'held'],
])('after 1.15 on Friday, %s on Monday is %s', (rate, state) => {
  expect(judgeRate('2026-11-23', rate, [FRIDAY])).toEqual(row('2026-11-23', rate, state as StoredRate['state']));
});

test('a rate is compared with one from up to ten days before, and not with an older one', () => {
  expect(judgeRate('2026-11-30', '2', [FRIDAY])?.state).toBe('held');
  expect(judgeRate('2026-12-01', '2', [FRIDAY])?.state).toBe('accepted');
});

test('a held rate stays held until an admin decides, however long that takes', () => {
  const held = row('2026-11-23', '2', 'held');
  expect(judgeRate('2027-03-01', '2.01', [FRIDAY, held])?.state).toBe('held');
  expect(judgeRate('2027-03-01', '1.16', [FRIDAY, held])?.state).toBe('accepted');
  expect(judgeRate('2026-11-24', '2.01', [FRIDAY, { ...held, state: 'accepted' }])?.state).toBe('accepted');
});

test('a rate close to one that an admin discarded is held, even after a long time', () => {
  const discarded = row('2026-11-23', '2', 'discarded');
  expect(judgeRate('2027-03-01', '2.01', [FRIDAY, discarded])?.state).toBe('held');
});

test('a rate is compared with the newest day before it, regardless of later days and of order', () => {
  const days = [row('2026-11-25', '9'), row('2026-11-18', '0.5'), FRIDAY];
  expect(judgeRate('2026-11-23', '1.2', days)?.state).toBe('accepted');
  expect(judgeRate('2026-11-19', '0.55', days)?.state).toBe('accepted');
});

test.each<StoredRate>([FRIDAY, row('2026-11-20', '1.15', 'held'), row('2026-11-20', '1.15', 'discarded')])(
  'the same rate again changes nothing ($state)',
  (stored) => {
    expect(judgeRate('2026-11-20', '1.15', [row('2026-11-19', '9'), stored])).toBeNull();
  },
);

test('a small correction replaces a day’s rate, and a large one is held while the old rate still applies', () => {
  expect(judgeRate('2026-11-20', '1.16', [FRIDAY])).toEqual(row('2026-11-20', '1.16'));
  const disputed = row('2026-11-20', '115', 'held', '1.15');
  expect(judgeRate('2026-11-20', '115', [FRIDAY])).toEqual(disputed);
  // The next day is compared with the rate that applies, also after a correction that was discarded.
  expect(judgeRate('2026-11-23', '1.17', [disputed])?.state).toBe('accepted');
  expect(judgeRate('2026-11-23', '1.17', [{ ...disputed, state: 'discarded' }])?.state).toBe('accepted');
  expect(judgeRate('2026-11-23', '115', [{ ...disputed, state: 'discarded' }])?.state).toBe('held');
});

test('a held correction can be reverted or corrected again', () => {
  const disputed = row('2026-11-20', '115', 'held', '1.15');
  expect(judgeRate('2026-11-20', '1.15', [disputed])).toEqual(FRIDAY);
  expect(judgeRate('2026-11-20', '1.16', [disputed])).toEqual(row('2026-11-20', '1.16'));
  expect(judgeRate('2026-11-20', '116', [disputed])).toEqual(row('2026-11-20', '116', 'held', '1.15'));
});

test('a mistake that the service itself corrects needs no admin', () => {
  const held = row('2026-11-23', '115', 'held');
  expect(judgeRate('2026-11-23', '1.16', [FRIDAY, held])).toEqual(row('2026-11-23', '1.16'));
});
