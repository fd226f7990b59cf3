/** Summarizes the JSON reports of Vitest and Playwright for tests/run.ts. */

import { stripVTControlCharacters } from 'node:util';
import type { JSONReport, JSONReportSuite } from 'playwright/types/testReporter';
import type { JsonTestResults } from 'vitest/node';

/** A test that failed at least once, or a test file that could not be loaded. */
export type TestResult = { name: string; message: string };

/** The summary of one test runner's report. Flaky tests, which passed when they were run again, count as passed. */
export type RunReport = { passed: number; skipped: number; failures: TestResult[]; flaky: TestResult[] };

/** Reads the report of Vitest's JSON reporter. File names are relative to `root`. */
export function readVitestReport(report: JsonTestResults, root: string): RunReport {
  const tests = report.testResults.flatMap(({ name, assertionResults }) =>
    assertionResults.map(({ status, fullName, failureMessages }) => ({
      status,
      messages: failureMessages ?? [],
      name: `${name.replace(`${root}/`, '')} › ${fullName}`,
    })),
  );
  const results = (wanted: typeof tests) => wanted.map(({ name, messages }) => result(name, messages));
  return {
    passed: report.numPassedTests,
    skipped: report.numPendingTests + report.numTodoTests,
    failures: [
      ...results(tests.filter(({ status }) => status === 'failed')),
      // When a file could not be loaded or a hook failed, no single test may have failed.
      ...report.testResults
        .filter(
          ({ status, assertionResults }) =>
            status === 'failed' && assertionResults.every((test) => test.status !== 'failed'),
        )
        .map(({ name, message }) => result(name.replace(`${root}/`, ''), [message])),
    ],
    // A passed test keeps the messages of its failed attempts.
    flaky: results(tests.filter(({ status, messages }) => status === 'passed' && messages.length > 0)),
  };
}

/** Reads the report of Playwright's JSON reporter. */
export function readPlaywrightReport(report: JSONReport): RunReport {
  const { expected, flaky, skipped } = report.stats;
  const of = (status: 'unexpected' | 'flaky') => report.suites.flatMap((suite) => readSuite(suite, status, []));
  return {
    passed: expected + flaky,
    skipped,
    failures: [
      ...report.errors.map(({ message }) => result('outside of any test', [message ?? ''])),
      ...of('unexpected'),
    ],
    flaky: of('flaky'),
  };
}

function readSuite(suite: JSONReportSuite, wanted: 'unexpected' | 'flaky', parentTitles: string[]): TestResult[] {
  const titles = [...parentTitles, suite.title];
  return [
    ...suite.specs.flatMap(({ title, tests }) =>
      tests
        .filter(({ status }) => status === wanted)
        .map(({ results }) =>
          result(
            [...titles, title].join(' › '),
            results.flatMap(({ errors }) => errors.map(({ message }) => message)),
          ),
        ),
    ),
    ...(suite.suites ?? []).flatMap((inner) => readSuite(inner, wanted, titles)),
  ];
}

function result(name: string, messages: string[]): TestResult {
  return { name, message: stripVTControlCharacters(messages.join('\n')).trim() };
}
