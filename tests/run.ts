import { spawnSync } from 'node:child_process';
import { existsSync, globSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import type { JSONReport } from 'playwright/types/testReporter';
import type { JsonTestResults } from 'vitest/node';
import { buildIfChanged } from '../dev/build-if-changed.ts';
import { CliError } from '../dev/terminal.ts';
import { type RunReport, readPlaywrightReport, readVitestReport, type TestResult } from './support/run-report.ts';
import { type Selection, selectTests } from './support/select-tests.ts';

type Runner = {
  name: string;
  /** The folders of its tests. */
  folders: readonly string[];
  args: string[];
  report: string;
  read(report: unknown): RunReport;
  /** The flag that selects tests by title. */
  titleFlag: string;
};

const VITEST = 'node_modules/vitest/vitest.mjs';
const PLAYWRIGHT = 'node_modules/playwright/cli.js';
const RESULTS = 'test-results';

/** How much of a failed test's message is repeated at the end: lines, and characters per line. The rest is above. */
const REPEATED = { lines: 20, characters: 200 };

const runners = (isPart: boolean): Runner[] => [
  // Together they keep all cores busy; a part that has only unit tests needs neither services nor a build.
  ...(isPart ? [vitest(['unit']), vitest(['integration'])] : [vitest(['unit', 'integration'])]),
  // Each of these files starts a complete shop; with more at once, the tests would only measure the machine's load.
  vitest(['faults'], ['--maxWorkers=2']),
  {
    name: 'end to end',
    folders: ['tests/e2e/'],
    args: [PLAYWRIGHT, 'test', '--pass-with-no-tests'],
    report: `${RESULTS}/e2e.json`,
    read: (found) => readPlaywrightReport(found as JSONReport),
    titleFlag: '--grep',
  },
];

function vitest(projects: string[], options: string[] = []): Runner {
  const report = `${RESULTS}/${projects.join('-')}.json`;
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  return {
    name: projects.join(' and '),
    folders: projects.map((project) => `tests/${project}/`),
    args: [
      VITEST,
      'run',
      '--passWithNoTests',
      ...projects.map((project) => `--project=${project}`),
      ...options,
      ...reporters,
    ],
    report,
    read: (found) => readVitestReport(found as JsonTestResults, process.cwd()),
    titleFlag: '--testNamePattern',
  };
}

const filesOf = ({ folders }: Runner, { files }: Selection) =>
  files.filter((file) => folders.some((folder) => file.startsWith(folder)));

/** Runs one runner to its end. When it breaks without a failed test, that counts as a failure. */
function run(runner: Runner, selection: Selection, isPart: boolean): RunReport {
  const { name, args, report, read, titleFlag } = runner;
  console.log(`\n── ${name}`);
  const chosen = selection.title !== null ? [titleFlag, selection.title] : isPart ? filesOf(runner, selection) : [];
  const { status, signal } = spawnSync(process.execPath, [...args, ...chosen], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1' },
  });
  const hasReport = existsSync(report);
  const found = hasReport
    ? read(JSON.parse(readFileSync(report, 'utf8')))
    : { passed: 0, skipped: 0, failures: [], flaky: [] };
  if ((status !== 0 || !hasReport) && found.failures.length === 0) {
    found.failures.push({
      name,
      message: `It ended with ${signal ?? status}${hasReport ? '' : ' and without a report'}; what it printed says why.`,
    });
  }
  console.log(`${name}: ${found.passed} passed, ${found.failures.length} failed, ${found.skipped} skipped`);
  return found;
}

function repeat(sign: string, { name, message }: TestResult): void {
  const lines = message.split('\n').slice(0, REPEATED.lines);
  console.log([`\n${sign} ${name}`, ...lines.map((line) => line.slice(0, REPEATED.characters))].join('\n'));
}

/**
 * `npm test [-- <words>]`: runs every runner that has selected tests, also after one has failed, then repeats the
 * failures, names the flaky tests and prints the totals.
 */
async function main(): Promise<void> {
  const words = process.argv.slice(2);
  const selection = selectTests(words, globSync('tests/**/*.{test,spec}.ts').sort());
  const isPart = words.length > 0;
  const selected = runners(isPart).filter((runner) => filesOf(runner, selection).length > 0);
  rmSync(RESULTS, { recursive: true, force: true });
  mkdirSync(RESULTS);
  if (selected.some(({ name }) => name !== 'unit')) await buildIfChanged();
  const reports = selected.map((runner) => run(runner, selection, isPart));
  const failures = reports.flatMap((report) => report.failures);
  const flaky = reports.flatMap((report) => report.flaky);
  for (const failure of failures) repeat('✗', failure);
  for (const test of flaky) repeat('flaky, passed when it was run again:', test);
  const passed = reports.reduce((sum, report) => sum + report.passed, 0);
  const skipped = reports.reduce((sum, report) => sum + report.skipped, 0);
  if (flaky.length > 0) console.log(`\n${flaky.length} flaky`);
  console.log(`\n${passed} passed, ${failures.length} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
  process.exitCode = failures.length > 0 || passed === 0 ? 1 : 0;
}

main().catch((error) => {
  console.error(error instanceof CliError ? error.message : error);
  process.exitCode = 1;
});
