import { expect, test } from 'vitest';
import { ACCOUNT_LIMITS } from '#lib/domain/account-limits.ts';
import { closedUsername, describeObstacle, isClosedUsername, type OrderObstacle } from '#lib/domain/leaving.ts';
import { KEPT_SECONDS, keptSince } from '#lib/domain/retention.ts';

const KINDS: OrderObstacle[] = ['held', 'processing', 'disputed', 'refund', 'flagged'];

test('each obstacle is one sentence, and names the work', () => {
  const sentences = KINDS.flatMap((kind) =>
    (['artist', 'buyer'] as const).map((side) => describeObstacle({ kind, side, title: 'Harbour in fog' })),
  );
  for (const sentence of sentences) expect(sentence).toMatch(/^[A-Z][^.]*“Harbour in fog”[^.]*\.$/);
  expect(new Set(sentences).size).toBe(sentences.length);
  for (const kind of ['last-admin', 'demo', 'suspended'] as const)
    expect(describeObstacle({ kind })).toMatch(/^[A-Z][^.]*\.$/);
});

test('a title that is written from right to left changes nothing around it', () => {
  const sentence = describeObstacle({ kind: 'held', side: 'buyer', title: 'ضباب' });
  expect(sentence).toContain('“\u2068ضباب\u2069”');
});

test('nobody can choose the username of a closed account', () => {
  const name = closedUsername('0123456789abcdef0123456789abcdef');
  expect(isClosedUsername(name)).toBe(true);
  expect(name.length).toBeGreaterThan(ACCOUNT_LIMITS.username);
  for (const other of ['closed', 'closed-account', `${name}0`, name.toUpperCase()])
    expect(isClosedUsername(other)).toBe(false);
});

test('what is kept for a week was begun a week ago', () => {
  const now = Date.UTC(2026, 10, 30);
  expect(keptSince(KEPT_SECONDS.export, now)).toEqual(new Date(Date.UTC(2026, 10, 23)));
});
