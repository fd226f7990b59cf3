import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually } from '../../support/eventually.ts';

type Refresh = { at: number; tags: string[] };

const refreshes: Refresh[] = [];
/** The next refresh of this tag fails. */
let failingTag: string | null = null;
/** Replaces the endpoint of the web process that refreshes pages. */
const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    const { tags } = JSON.parse(Buffer.concat(chunks).toString()) as { tags: string[] };
    refreshes.push({ at: performance.now(), tags });
    const fails = failingTag !== null && tags.includes(failingTag);
    if (fails) failingTag = null;
    response.writeHead(fails ? 500 : 204).end();
  });
});

const publish = async (tags: string[], orderId: string | null = null) => {
  const { redis } = await import('#lib/redis.ts');
  await redis().publish('live', JSON.stringify({ tags, post: null, orderId }));
};

beforeAll(async () => {
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  // Before the settings are read for the first time.
  process.env.PORT = String((server.address() as AddressInfo).port);
  const { startLiveHub } = await import('#lib/live/live-hub.ts');
  startLiveHub();
  await eventually(async () => {
    await publish(['ready']);
    expect(refreshes.length).toBeGreaterThan(0);
  });
});
afterAll(() => void server.close());

/** Redis databases share their channels, and other test files publish as well, so each test looks for its own tags. */
const refreshesOf = (tag: string) => refreshes.filter(({ tags }) => tags.includes(tag));

test('the first change of a burst refreshes pages at once, and all others four times a second', async () => {
  const before = refreshes.length;
  const start = performance.now();
  for (let sale = 0; sale < 100; sale++) {
    await publish(['gallery', `post:${sale}`]);
    await pause(Math.max(0, start + (sale + 1) * 10 - performance.now()));
  }
  const published = performance.now();
  await eventually(() => {
    const refreshed = new Set(refreshes.flatMap(({ tags }) => tags));
    for (let sale = 0; sale < 100; sale++) expect(refreshed).toContain(`post:${sale}`);
  });
  const elapsed = performance.now() - start;
  // The first change does not wait for the end of the burst.
  expect(refreshesOf('post:0')[0]?.at).toBeLessThan((start + published) / 2);
  expect(refreshes.length - before).toBeLessThanOrEqual(Math.ceil(elapsed / 250) + 2);
});

test('listeners are notified of a change after its refresh', async () => {
  const { listen } = await import('#lib/live/live-hub.ts');
  const order = '7b0c6f4e-0000-4000-8000-000000000001';
  const refreshedBefore = new Promise<number>((resolve) => {
    const stop = listen(({ orderId }) => {
      if (orderId !== order) return;
      stop();
      resolve(refreshesOf('post:heard').length);
    });
  });
  await publish(['post:heard'], order);
  expect(await refreshedBefore).toBe(1);
});

test('a failed refresh is retried, with the tags that arrived in the meantime', async () => {
  failingTag = 'post:failed';
  await publish(['post:failed']);
  await eventually(() => expect(refreshesOf('post:failed')).toHaveLength(1));
  await publish(['post:later']);
  await eventually(() => expect(refreshesOf('post:later')[0]?.tags).toContain('post:failed'));
});
