import type { CDPSession, Page } from 'playwright/test';

/** Bytes over the wire by kind, headers included, and the requests except those for pictures. */
export type PageWeight = {
  html: number;
  css: number;
  js: number;
  fonts: number;
  requests: number;
  urls: string[];
};

const KINDS: Readonly<Record<string, 'html' | 'css' | 'js' | 'fonts'>> = {
  Document: 'html',
  Stylesheet: 'css',
  Script: 'js',
  Font: 'fonts',
};

/** Opens a page with an empty cache and measures everything that is loaded until the network is idle. */
export async function weighPage(page: Page, path: string): Promise<PageWeight> {
  const client = await page.context().newCDPSession(page);
  await client.send('Network.enable');
  await client.send('Network.setCacheDisabled', { cacheDisabled: true });
  const result = recordWeight(client);
  // The stream of live updates stays open, so its end cannot be awaited.
  await page.goto(path, { waitUntil: 'networkidle' });
  await client.detach();
  return result();
}

function recordWeight(client: CDPSession): () => PageWeight {
  const kinds = new Map<string, string>();
  const weight: PageWeight = { html: 0, css: 0, js: 0, fonts: 0, requests: 0, urls: [] };
  client.on('Network.requestWillBeSent', ({ requestId, type = 'Other', request }) => {
    kinds.set(requestId, type);
    if (type === 'Image') return;
    weight.requests++;
    weight.urls.push(request.url);
  });
  client.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const kind = KINDS[kinds.get(requestId) ?? ''];
    if (kind) weight[kind] += encodedDataLength;
  });
  return () => weight;
}
