import { stripVTControlCharacters } from 'node:util';
import type { JSONReport, JSONReportSuite } from 'playwright/types/testReporter';
import type { JsonTestResults } from 'vitest/node';

/** A failed test, or a file of tests that could not be loaded: where it stands, and what it said. */
type Failure = { name: string; message: string };

/** What one runner's report says, summed up. */
export type RunReport = { passed: number; skipped: number; failures: Failure[] };

/** `report` as Vitest's JSON reporter writes it; files are named from `root`. */
export function readVitestReport(report: JsonTestResults, root: string): RunReport {
  return {
    passed: report.numPassedTests,
    skipped: report.numPendingTests + report.numTodoTests,
    failures: report.testResults.flatMap(({ name, status, message, assertionResults }) => {
      const file = name.replace(`${root}/`, '');
      const failed = assertionResults
        .filter((test) => test.status === 'failed')
        .map((test) => failure(`${file} › ${test.fullName}`, test.failureMessages ?? []));
      // A file that could not be loaded, or whose hooks failed, may have no test that did.
      return status === 'failed' && failed.length === 0 ? [failure(file, [message])] : failed;
    }),
  };
}

/** `report` as Playwright's JSON reporter writes it. A test that passed only when repeated has failed. */
export function readPlaywrightReport(report: JSONReport): RunReport {
  const { expected, skipped } = report.stats;
  return {
    passed: expected,
    skipped,
    failures: [
      ...report.errors.map(({ message }) => failure('outside of any test', [message ?? ''])),
      ...report.suites.flatMap((suite) => readSuite(suite, [])),
    ],
  };
}

function readSuite(suite: JSONReportSuite, above: string[]): Failure[] {
  const titles = [...above, suite.title];
  return [
    ...suite.specs.flatMap(({ title, tests }) =>
      tests
        .filter(({ status }) => status === 'unexpected' || status === 'flaky')
        .map(({ results }) =>
          failure(
            [...titles, title].join(' › '),
            results.flatMap(({ errors }) => errors.map(({ message }) => message)),
          ),
        ),
    ),
    ...(suite.suites ?? []).flatMap((inner) => readSuite(inner, titles)),
  ];
}

function failure(name: string, messages: string[]): Failure {
  return { name, message: stripVTControlCharacters(messages.join('\n')).trim() };
}
