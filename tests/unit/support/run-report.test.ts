import type { JSONReport, JSONReportSpec } from 'playwright/types/testReporter';
import { expect, test } from 'vitest';
import type { JsonTestResults } from 'vitest/node';
import { readPlaywrightReport, readVitestReport } from '../../support/run-report.ts';

test('reads Vitest’s failed and flaky tests and files that failed outside a test, without colour codes', () => {
  const report = {
    numPassedTests: 7,
    numPendingTests: 2,
    numTodoTests: 1,
    testResults: [
      {
        name: '/shop/tests/a.test.ts',
        status: 'passed',
        message: '',
        assertionResults: [
          { status: 'passed', fullName: 'holds', failureMessages: [] },
          { status: 'passed', fullName: 'waits', failureMessages: ['too late'] },
        ],
      },
      {
        name: '/shop/tests/b.test.ts',
        status: 'failed',
        message: '',
        assertionResults: [
          { status: 'passed', fullName: 'holds' },
          {
            status: 'failed',
            fullName: 'sale sells once',
            failureMessages: ['\u001b[31mexpected 2 to be 1\u001b[39m'],
          },
        ],
      },
      { name: '/shop/tests/c.test.ts', status: 'failed', message: 'no such module', assertionResults: [] },
      {
        name: '/shop/tests/d.test.ts',
        status: 'failed',
        message: 'afterAll: still open',
        assertionResults: [{ status: 'passed', fullName: 'opens' }],
      },
    ],
  } as unknown as JsonTestResults;
  expect(readVitestReport(report, '/shop')).toEqual({
    passed: 7,
    skipped: 3,
    failures: [
      { name: 'tests/b.test.ts › sale sells once', message: 'expected 2 to be 1' },
      { name: 'tests/c.test.ts', message: 'no such module' },
      { name: 'tests/d.test.ts', message: 'afterAll: still open' },
    ],
    flaky: [{ name: 'tests/a.test.ts › waits', message: 'too late' }],
  });
});

test('reads Playwright’s failed tests at any depth, flaky tests, and errors outside of tests', () => {
  const spec = (title: string, status: string, message?: string) =>
    ({ title, tests: [{ status, results: [{ errors: message ? [{ message }] : [] }] }] }) as unknown as JSONReportSpec;
  const report = {
    stats: { expected: 3, skipped: 1, unexpected: 1, flaky: 1 },
    errors: [{ message: 'the browser is missing' }],
    suites: [
      {
        title: 'sale.spec.ts',
        specs: [spec('buys', 'expected'), spec('pays', 'flaky', 'too late')],
        suites: [{ title: 'on a phone', specs: [spec('buys', 'unexpected', 'no button')] }],
      },
    ],
  } as unknown as JSONReport;
  expect(readPlaywrightReport(report)).toEqual({
    passed: 4,
    skipped: 1,
    failures: [
      { name: 'outside of any test', message: 'the browser is missing' },
      { name: 'sale.spec.ts › on a phone › buys', message: 'no button' },
    ],
    flaky: [{ name: 'sale.spec.ts › pays', message: 'too late' }],
  });
});
