import { expect, test } from 'vitest';
import { parseCspReports } from '#lib/schemas/csp-reports.ts';

const ORDER = 'https://shop.example/orders/0b1f7c1e-6d0a-4c0e-9d61-3f6f7f2b3c11?from=checkout';

const uriReport = (changes: Record<string, unknown> = {}) => ({
  'csp-report': {
    'document-uri': ORDER,
    'violated-directive': 'script-src-elem',
    'effective-directive': 'script-src-elem',
    'blocked-uri': 'https://evil.example/a.js?who=me',
    'source-file': 'https://shop.example/_next/static/chunks/a1.js?x',
    'line-number': 7,
    'original-policy': 'x',
    ...changes,
  },
});

const report = (changes: Record<string, unknown> = {}) => ({
  type: 'csp-violation',
  age: 5,
  url: ORDER,
  user_agent: 'Mozilla/5.0',
  body: {
    documentURL: ORDER,
    effectiveDirective: 'script-src-elem',
    blockedURL: 'inline',
    sample: 'alert("ada@example.org")',
    lineNumber: 3,
    ...changes,
  },
});

test('both forms of a report become the same, without paths and queries that say who somebody is', () => {
  expect(parseCspReports(uriReport())).toEqual([
    {
      directive: 'script-src-elem',
      blocked: 'https://evil.example',
      page: '/orders',
      source: '/_next/static/chunks/a1.js',
      line: 7,
    },
  ]);
  expect(parseCspReports([report(), report({ blockedURL: 'data:text/html,ada@example.org' })])).toEqual([
    { directive: 'script-src-elem', blocked: 'inline', page: '/orders', source: null, line: 3 },
    { directive: 'script-src-elem', blocked: 'data:', page: '/orders', source: null, line: 3 },
  ]);
});

test('a directive with its sources, as older browsers report it, is named alone', () => {
  const old = uriReport({ 'effective-directive': undefined, 'violated-directive': "img-src 'self' data:" });
  expect(parseCspReports(old)?.[0]?.directive).toBe('img-src');
});

test('what a browser extension caused is left out', () => {
  expect(parseCspReports(uriReport({ 'source-file': 'chrome-extension://abc/a.js' }))).toEqual([]);
  expect(parseCspReports([report({ blockedURL: 'moz-extension://abc/a.js' })])).toEqual([]);
});

test('one report has at most ten violations', () => {
  expect(parseCspReports(Array.from({ length: 50 }, () => report()))).toHaveLength(10);
});

test.for([
  null,
  'text',
  {},
  [{ type: 'deprecation', body: {} }],
  uriReport({ 'violated-directive': 'a\nb', 'effective-directive': 'a\nb' }),
  uriReport({ 'blocked-uri': 'x'.repeat(9_000) }),
  uriReport({ 'line-number': 'seven' }),
])('%j is no report', (body) => {
  expect(parseCspReports(body)).toBeNull();
});
