import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import type { JSONReport } from 'playwright/types/testReporter';
import type { JsonTestResults } from 'vitest/node';
import { buildIfChanged } from '../dev/build-if-changed.ts';
import { CliError } from '../dev/terminal.ts';
import { type RunReport, readPlaywrightReport, readVitestReport } from './support/run-report.ts';

type Runner = { name: string; args: string[]; report: string; read(report: unknown): RunReport };

const VITEST = 'node_modules/vitest/vitest.mjs';
const PLAYWRIGHT = 'node_modules/playwright/cli.js';

/** The most that is repeated of a failed test's message at the end, and of each line; the whole of it stands above. */
const REPEATED = { lines: 20, characters: 200 };

const RUNNERS: Runner[] = [
  vitest('unit and integration', 'vitest', ['--project=unit', '--project=integration']),
  // Each of these files has a whole shop; many at once would only see how slow that is.
  vitest('faults', 'faults', ['--project=faults', '--maxWorkers=2']),
  {
    name: 'end to end',
    args: [PLAYWRIGHT, 'test'],
    report: 'test-results/e2e.json',
    read: (found) => readPlaywrightReport(found as JSONReport),
  },
];

function vitest(name: string, file: string, choice: string[]): Runner {
  const report = `test-results/${file}.json`;
  return {
    name,
    args: [VITEST, 'run', ...choice, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
    report,
    read: (found) => readVitestReport(found as JsonTestResults, process.cwd()),
  };
}

/** Runs one runner to its end. One that broke, with no test that failed, is a failure itself. */
function run({ name, args, report, read }: Runner): RunReport {
  console.log(`\n── ${name}`);
  const { status, signal } = spawnSync(process.execPath, args, {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1' },
  });
  const hasReport = existsSync(report);
  const found = hasReport ? read(JSON.parse(readFileSync(report, 'utf8'))) : { passed: 0, skipped: 0, failures: [] };
  if ((status !== 0 || !hasReport) && found.failures.length === 0) {
    found.failures.push({
      name,
      message: `It ended with ${signal ?? status}${hasReport ? '' : ' and without a report'}; what it printed says why.`,
    });
  }
  console.log(`${name}: ${found.passed} passed, ${found.failures.length} failed, ${found.skipped} skipped`);
  return found;
}

/** `npm test`: every runner runs, also after one has failed. What failed is said again at the end, then the totals. */
async function main(): Promise<void> {
  rmSync('test-results', { recursive: true, force: true });
  mkdirSync('test-results');
  await buildIfChanged();
  const reports = RUNNERS.map(run);
  const failures = reports.flatMap((report) => report.failures);
  for (const { name, message } of failures) {
    const lines = message.split('\n').slice(0, REPEATED.lines);
    console.log([`\n✗ ${name}`, ...lines.map((line) => line.slice(0, REPEATED.characters))].join('\n'));
  }
  const passed = reports.reduce((sum, report) => sum + report.passed, 0);
  const skipped = reports.reduce((sum, report) => sum + report.skipped, 0);
  console.log(`\n${passed} passed, ${failures.length} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
  process.exitCode = failures.length > 0 || passed === 0 ? 1 : 0;
}

main().catch((error) => {
  console.error(error instanceof CliError ? error.message : error);
  process.exitCode = 1;
});
