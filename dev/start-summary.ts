import type { StepTime } from './terminal.ts';

const SLOW_START_SECONDS = 20;
const STEPS_SHOWN = 3;

/**
 * The steps that bootstrap.js ran before this process started. Removes them from the environment of child processes.
 */
export function takeBootstrapSteps(): StepTime[] {
  const { BOOTSTRAP_STEPS: steps } = process.env;
  delete process.env.BOOTSTRAP_STEPS;
  return steps ? JSON.parse(steps) : [];
}

/** One line with the total and the slowest steps, or null if the start took 20 seconds or less. */
export function startSummary(steps: readonly StepTime[], totalSeconds: number): string | null {
  if (totalSeconds <= SLOW_START_SECONDS) return null;
  const slowest = steps.toSorted((a, b) => b.seconds - a.seconds).slice(0, STEPS_SHOWN);
  const list = slowest.map(({ name, seconds }) => `${name} ${seconds.toFixed(1)} s`).join(', ');
  const overlap = steps.some(({ name }) => name === 'Build') ? '; the build runs beside the other steps' : '';
  return `Started in ${totalSeconds.toFixed(1)} s. Slowest steps: ${list}${overlap}.`;
}
