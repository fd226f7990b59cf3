import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { freePort } from '../../dev/free-port.ts';
import { nginxProgram } from '../../dev/nginx/nginx-program.ts';
import { startNginx } from '../../dev/nginx/start-nginx.ts';
import type { BareApp } from '../shop/bare-server.ts';
import { onCleanUp } from '../shop/clean-up.ts';
import type { OwnShop } from '../shop/own-shop.ts';
import { slugOf } from '../shop/works.ts';

/** One page of the shop, and the URLs at which the same bytes are measured. */
export type Candidate = {
  name: string;
  bytes: number;
  next: string;
  /** The same bytes from a bare Next app. */
  bare: string;
  /** Null without nginx. */
  behindNginx: string | null;
  /** The same bytes as a file in that nginx. */
  file: string | null;
};

/** @param first the number of the oldest work. */
export async function findCandidates(shop: OwnShop, bare: BareApp, first: number) {
  const paths: [string, string][] = [
    ['home', '/'],
    ['work', `/posts/${slugOf(first)}`],
    ['artist', '/artists/bench'],
    ['search', '/search?q=study'],
    ['/api/posts', '/api/posts'],
  ];
  const pages = await Promise.all(
    paths.map(async ([name, pagePath]) => ({ name, pagePath, body: await bodyOf(shop.url + pagePath) })),
  );
  const nginx = await startShopAndFiles(shop, pages);
  const candidates: Candidate[] = [];
  for (const [index, { name, pagePath, body }] of pages.entries()) {
    const bytes = Buffer.byteLength(body);
    candidates.push({
      ...{ name, bytes, next: shop.url + pagePath },
      bare: name === '/api/posts' ? await bare.list(bytes) : await bare.page(bytes),
      behindNginx: nginx && nginx.url + pagePath,
      file: nginx && `${nginx.files}/${index}.html`,
    });
  }
  return { candidates, nginxUrl: nginx?.url ?? null };
}

async function bodyOf(url: string): Promise<string> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} returned ${response.status}`);
  return response.text();
}

/** One nginx with one worker process: deploy/nginx.conf over plain HTTP, and the bodies as static files. */
async function startShopAndFiles(
  shop: OwnShop,
  pages: { body: string }[],
): Promise<{ url: string; files: string } | null> {
  const program = nginxProgram();
  if (!program) return null;
  const port = await freePort();
  const files = (folder: string) => {
    for (const [index, { body }] of pages.entries()) writeFileSync(path.join(folder, `${index}.html`), body);
    return `server { listen 127.0.0.1:${port}; root ${folder}; keepalive_requests 10000; }`;
  };
  const webPorts = [Number(new URL(shop.url).port)];
  const nginx = await startNginx({
    program,
    dataDir: shop.env.DATA_DIR ?? '',
    webPorts,
    tls: false,
    limits: false,
    more: files,
  });
  onCleanUp(nginx.stop);
  return { url: nginx.url, files: `http://127.0.0.1:${port}` };
}
