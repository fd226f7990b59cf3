import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { forgetLifetime } from '#server/next-internals/forget-lifetime.ts';
import { setOwnOrigin } from '#server/next-internals/set-own-origin.ts';
import { REWRITTEN_PATH_HEADER } from '#server/next-internals/tell-next-client.ts';

// Each of these fails when a release of Next changes what server/next-internals builds on. The scripts after the first
// paint are tested with Next's real pages in tests/e2e/next-internals.spec.ts.
const require = createRequire(import.meta.url);

test('Next keeps the lifetimes of pages in a map from which the shop can remove them', () => {
  const { SharedCacheControls } = require('next/dist/server/lib/incremental-cache/shared-cache-controls.external.js');
  new SharedCacheControls({ routes: {}, dynamicRoutes: {} }).set('/in/EUR/posts/blue', { revalidate: 600 });
  expect(SharedCacheControls.cacheControls.get('/in/EUR/posts/blue')).toEqual({ revalidate: 600 });
  forgetLifetime('/in/EUR/posts/blue');
  expect(SharedCacheControls.cacheControls.size).toBe(0);
});

test('Next’s client reads the rewritten path from the header that the shop sends', () => {
  const { NEXT_REWRITTEN_PATH_HEADER } = require('next/dist/client/components/app-router-headers.js');
  expect(REWRITTEN_PATH_HEADER).toBe(NEXT_REWRITTEN_PATH_HEADER);
});

test('Next’s server actions reach this process at the origin that the shop sets', () => {
  setOwnOrigin('http://localhost:3000');
  expect(process.env.__NEXT_PRIVATE_ORIGIN).toBe('http://localhost:3000');
  const handler = readFileSync(require.resolve('next/dist/server/app-render/action-handler.js'), 'utf8');
  expect(handler).toContain('let origin = process.env.__NEXT_PRIVATE_ORIGIN;');
});
