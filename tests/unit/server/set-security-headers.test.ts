import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { recordDatabaseFailure } from '#lib/database-errors.ts';
import { newRequestExchange } from '#server/request-exchange.ts';
import { respondUnavailable } from '#server/respond-unavailable.ts';
import { setSecurityHeaders } from '#server/set-security-headers.ts';

Object.assign(process.env, {
  ...{ NODE_ENV: 'production', DATABASE_URL: 'postgresql://localhost/none', REDIS_URL: 'redis://localhost' },
  ...{ SMTP_URL: 'smtp://localhost', NEXTAUTH_URL: 'https://shop.example', STRIPE_API_URL: '' },
  ...{ NEXTAUTH_SECRET: 'x'.repeat(32), INTERNAL_SECRET: 'y'.repeat(32) },
  ...{ STRIPE_SECRET_KEY: 'sk_test_1', STRIPE_WEBHOOK_SECRET: 'whsec_1' },
});

const CACHED = "script-src 'self' 'sha256-abc'";

/** Responds as Next does: with the type that the query asks for, and with a cached page's header. */
const server = createServer((request, response) => {
  const exchange = newRequestExchange(request, response);
  const { pathname, searchParams } = new URL(request.url ?? '', 'http://localhost');
  exchange.isCachedPage = pathname.startsWith('/in/');
  if (searchParams.has('fails')) {
    recordDatabaseFailure({ error: new Error('away'), isUnreachable: true }, exchange.context);
    respondUnavailable(exchange);
    response.statusCode = 500;
  }
  setSecurityHeaders(exchange);
  if (searchParams.has('cached')) response.appendHeader('content-security-policy', CACHED);
  response.setHeader('content-type', searchParams.get('type') ?? 'text/html; charset=utf-8');
  response.end(JSON.stringify(request.headers));
});
let url = '';
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => void server.close());

async function get(path: string, init: RequestInit = {}) {
  const response = await fetch(url + path, init);
  const seenByNext = (await response.json()) as Record<string, string>;
  return { policy: response.headers.get('content-security-policy') ?? '', headers: response.headers, seenByNext };
}

test('a page for one request has a nonce of its own, which Next reads', async () => {
  const [one, two] = [await get('/dashboard'), await get('/dashboard')];
  const nonceOf = ({ policy }: typeof one) => /script-src [^;]*'nonce-([\w+/]{22}==)'/.exec(policy)?.[1];
  expect(nonceOf(one)).toBeDefined();
  expect(nonceOf(one)).not.toBe(nonceOf(two));
  expect(one.seenByNext['content-security-policy']).toBe(`script-src 'nonce-${nonceOf(one)}'`);
  expect(one.policy).not.toMatch(/script-src[^;]*unsafe/);
  for (const directive of [
    "default-src 'self'",
    "connect-src 'self'",
    "form-action 'self' https://checkout.stripe.com",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    'report-uri /api/csp-reports',
    'report-to csp',
  ])
    expect(one.policy.split('; ')).toContain(directive);
  expect(one.headers.get('reporting-endpoints')).toBe('csp="/api/csp-reports"');
  expect(one.headers.get('cross-origin-opener-policy')).toBe('same-origin');
  expect(one.headers.get('cross-origin-resource-policy')).toBe('same-origin');
});

test('a cached page has its own hashes, no nonce, and one policy', async () => {
  const { policy, seenByNext } = await get('/in/EUR?cached');
  expect(policy.startsWith(`${CACHED}; default-src 'self'`)).toBe(true);
  expect(policy).not.toContain('nonce');
  expect(policy).not.toContain(',');
  expect(seenByNext['content-security-policy']).toBeUndefined();
});

test('a nonce that a visitor sends never reaches Next', async () => {
  const headers = {
    'content-security-policy': "script-src 'nonce-mine'",
    'content-security-policy-report-only': "script-src 'nonce-mine'",
  };
  for (const path of ['/in/EUR?cached', '/dashboard'])
    expect(JSON.stringify((await get(path, { headers })).seenByNext)).not.toContain('mine');
});

test('a form that is sent to a cached page gets a nonce, since its response is for one person', async () => {
  const { policy, seenByNext } = await get('/in/EUR', { method: 'POST' });
  expect(policy).toContain(seenByNext['content-security-policy']?.replace('script-src ', ''));
});

test('what is no page may load nothing, even if the page of the same entry may', async () => {
  for (const path of [
    '/api/rates?type=application/json',
    '/feed.xml?type=text/xml',
    '/in/EUR?cached&type=text/x-component',
  ])
    expect((await get(path)).policy).toMatch(/^default-src 'none';(?!.*script)/);
});

test('pictures may be shown by other sites, but are never documents of this one', async () => {
  const { policy, headers } = await get('/media/a.webp?type=image/webp');
  expect(policy).toBe("default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'");
  expect(headers.get('cross-origin-resource-policy')).toBe('cross-origin');
  expect(headers.get('x-content-type-options')).toBe('nosniff');
});

test('the page of a 503 may load nothing, whatever the page would have been', async () => {
  for (const path of ['/dashboard?fails', '/in/EUR?fails&cached']) {
    const response = await fetch(url + path, { headers: { accept: 'text/html' } });
    expect([response.status, await response.text()]).toEqual([503, expect.stringContaining('<!doctype html>')]);
    expect(response.headers.get('content-security-policy')).toMatch(/^default-src 'none';(?!.*script)/);
  }
});

test('in development React may evaluate code and Next may reload by a web socket', async () => {
  vi.stubEnv('NODE_ENV', 'development');
  vi.resetModules();
  const { pagePolicy } = await import('#server/content-security-policy.ts');
  const policy = pagePolicy("script-src 'self' 'nonce-a'").split('; ');
  expect(policy).toContain("script-src 'self' 'nonce-a' 'unsafe-eval'");
  expect(policy).toContain("connect-src 'self' ws: wss:");
});

test.for([
  ['/orders/1', 'same-origin'],
  ['/links/reset-password?token=abc', 'same-origin'],
  ['/first-admin?token=abc', 'same-origin'],
  ['/following?token=abc', 'same-origin'],
  ['/messages?token=abc', 'same-origin'],
  ['/posts/blue', 'strict-origin-when-cross-origin'],
] as const)('%s has the referrer policy %s', async ([path, policy]) => {
  expect((await fetch(url + path)).headers.get('referrer-policy')).toBe(policy);
});
