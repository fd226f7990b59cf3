import { expect, test } from 'vitest';
import { startSummary, takeBootstrapSteps } from '../../../dev/start-summary.ts';

const steps = [
  { name: 'Packages', seconds: 61.04 },
  { name: 'Redis', seconds: 0.4 },
  { name: 'Demo gallery', seconds: 48.5 },
  { name: 'Build', seconds: 72.25 },
];

test('names the total and the three slowest steps of a start that took longer than 20 seconds', () => {
  expect(startSummary(steps, 140)).toBe(
    'Started in 140.0 s. Slowest steps: Build 72.3 s, Packages 61.0 s, Demo gallery 48.5 s; ' +
      'the build runs beside the other steps.',
  );
});

test('mentions the build only if there was one', () => {
  expect(startSummary(steps.slice(0, 2), 70)).toBe('Started in 70.0 s. Slowest steps: Packages 61.0 s, Redis 0.4 s.');
});

test('says nothing about a start of up to 20 seconds', () => {
  expect(startSummary(steps, 20)).toBeNull();
});

test('takes the steps of bootstrap.js out of the environment', () => {
  process.env.BOOTSTRAP_STEPS = JSON.stringify(steps);
  expect(takeBootstrapSteps()).toEqual(steps);
  expect(process.env.BOOTSTRAP_STEPS).toBeUndefined();
  expect(takeBootstrapSteps()).toEqual([]);
});
