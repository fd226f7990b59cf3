import type { CDPSession, Page } from 'playwright/test';

/** Bytes over the wire by kind, with their headers, and requests but those for pictures. */
export type PageWeight = {
  html: number;
  css: number;
  js: number;
  fonts: number;
  requests: number;
  addresses: string[];
};

const KINDS: Readonly<Record<string, 'html' | 'css' | 'js' | 'fonts'>> = {
  Document: 'html',
  Stylesheet: 'css',
  Script: 'js',
  Font: 'fonts',
};

/** Opens a page with an empty cache and weighs all that comes until the network is quiet. */
export async function weighPage(page: Page, path: string): Promise<PageWeight> {
  const client = await page.context().newCDPSession(page);
  await client.send('Network.enable');
  await client.send('Network.setCacheDisabled', { cacheDisabled: true });
  const weigh = weighing(client);
  // The stream of live changes stays open, so it is not the load that tells the end.
  await page.goto(path, { waitUntil: 'networkidle' });
  await client.detach();
  return weigh();
}

function weighing(client: CDPSession): () => PageWeight {
  const kinds = new Map<string, string>();
  const weight: PageWeight = { html: 0, css: 0, js: 0, fonts: 0, requests: 0, addresses: [] };
  client.on('Network.requestWillBeSent', ({ requestId, type = 'Other', request }) => {
    kinds.set(requestId, type);
    if (type === 'Image') return;
    weight.requests++;
    weight.addresses.push(request.url);
  });
  client.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const kind = KINDS[kinds.get(requestId) ?? ''];
    if (kind) weight[kind] += encodedDataLength;
  });
  return () => weight;
}
