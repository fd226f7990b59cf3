import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { buildIfChanged } from '../dev/build-if-changed.ts';
import { Plain } from '../dev/say.ts';

type Totals = { passed: number; failed: number; skipped: number };
type Runner = { name: string; args: string[]; report: string; read(report: unknown): Totals };

/** The parts of Vitest's JSON report that are read here. */
type VitestReport = {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  testResults: { status: string; assertionResults: unknown[] }[];
};

const VITEST = 'node_modules/vitest/vitest.mjs';
const PLAYWRIGHT = 'node_modules/playwright/cli.js';

const RUNNERS: Runner[] = [
  vitest('unit and integration', 'vitest', ['--project=unit', '--project=integration']),
  // Each of these files has a whole shop; many at once would only see how slow that is.
  vitest('faults', 'faults', ['--project=faults', '--maxWorkers=2']),
  {
    name: 'end to end',
    args: [PLAYWRIGHT, 'test'],
    report: 'test-results/e2e.json',
    read(report) {
      const { stats } = report as { stats: { expected: number; unexpected: number; flaky: number; skipped: number } };
      return { passed: stats.expected, failed: stats.unexpected + stats.flaky, skipped: stats.skipped };
    },
  },
];

function vitest(name: string, file: string, choice: string[]): Runner {
  const report = `test-results/${file}.json`;
  return {
    name,
    args: [VITEST, 'run', ...choice, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
    report,
    read(found) {
      const { numPassedTests, numFailedTests, numPendingTests, testResults } = found as VitestReport;
      // A file that could not even be loaded has no tests that could fail.
      const broken = testResults.filter(
        ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
      ).length;
      return { passed: numPassedTests, failed: numFailedTests + broken, skipped: numPendingTests };
    },
  };
}

/** `npm test`: every runner runs, also after one has failed. The last line sums them up. */
async function main(): Promise<void> {
  rmSync('test-results', { recursive: true, force: true });
  mkdirSync('test-results');
  await buildIfChanged();
  const sum: Totals = { passed: 0, failed: 0, skipped: 0 };
  for (const { name, args, report, read } of RUNNERS) {
    console.log(`\n── ${name}`);
    const { status } = spawnSync(process.execPath, args, {
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1' },
    });
    // Without a report the runner itself broke, which is one failure.
    const totals = existsSync(report)
      ? read(JSON.parse(readFileSync(report, 'utf8')))
      : { passed: 0, failed: 1, skipped: 0 };
    if (status !== 0 && totals.failed === 0) totals.failed = 1;
    console.log(`${name}: ${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`);
    for (const key of ['passed', 'failed', 'skipped'] as const) sum[key] += totals[key];
  }
  console.log(`\n${sum.passed} passed, ${sum.failed} failed${sum.skipped > 0 ? `, ${sum.skipped} skipped` : ''}`);
  process.exitCode = sum.failed > 0 || sum.passed === 0 ? 1 : 0;
}

main().catch((error) => {
  console.error(error instanceof Plain ? error.message : error);
  process.exitCode = 1;
});
