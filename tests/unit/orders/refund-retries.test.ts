import { expect, test } from 'vitest';
import { retryAfter } from '#lib/orders/refunds/refund-retries.ts';

const seconds = (attempts: number) => retryAfter(attempts, 0).getTime() / 1000;

test.for([
  [1, 10],
  [2, 20],
  [5, 160],
  [9, 2_560],
  [10, 3_600],
  [40, 3_600],
] as const)('after %i failed attempts a refund waits about %i seconds, with jitter', ([attempts, about]) => {
  const waits = Array.from({ length: 200 }, () => seconds(attempts));
  expect(Math.min(...waits)).toBeGreaterThanOrEqual(about * 0.8);
  expect(Math.max(...waits)).toBeLessThanOrEqual(about * 1.2);
  expect(Math.max(...waits) - Math.min(...waits)).toBeGreaterThan(about * 0.2);
});
