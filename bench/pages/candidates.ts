import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { freePort } from '../../dev/free-port.ts';
import { nginxProgram } from '../../dev/nginx/nginx-program.ts';
import { startNginx } from '../../dev/nginx/start-nginx.ts';
import type { BareApp } from '../shop/bare-server.ts';
import { atEnd } from '../shop/clean-up.ts';
import type { OwnShop } from '../shop/own-shop.ts';
import { slugOf } from '../shop/works.ts';

/** One page of the shop, and the addresses at which its bytes are measured. */
export type Candidate = {
  name: string;
  bytes: number;
  next: string;
  /** The same bytes from a bare Next app. */
  bare: string;
  /** null without nginx. */
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
    paths.map(async ([name, address]) => ({ name, address, body: await bodyOf(shop.url + address) })),
  );
  const nginx = await startBoth(shop, pages);
  const candidates: Candidate[] = [];
  for (const [index, { name, address, body }] of pages.entries()) {
    const bytes = Buffer.byteLength(body);
    candidates.push({
      ...{ name, bytes, next: shop.url + address },
      bare: name === '/api/posts' ? await bare.list(bytes) : await bare.page(bytes),
      behindNginx: nginx && nginx.url + address,
      file: nginx && `${nginx.files}/${index}.html`,
    });
  }
  return { candidates, nginxUrl: nginx?.url ?? null };
}

async function bodyOf(url: string): Promise<string> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
  return answer.text();
}

/** One nginx with one worker process: deploy/nginx.conf over plain HTTP, and the bodies as files. */
async function startBoth(shop: OwnShop, pages: { body: string }[]): Promise<{ url: string; files: string } | null> {
  const program = nginxProgram();
  if (!program) return null;
  const port = await freePort();
  const files = (folder: string) => {
    for (const [index, { body }] of pages.entries()) writeFileSync(path.join(folder, `${index}.html`), body);
    return `server { listen 127.0.0.1:${port}; root ${folder}; keepalive_requests 10000; }`;
  };
  const webPorts = [Number(new URL(shop.url).port)];
  const nginx = await startNginx({ program, dataDir: shop.env.DATA_DIR ?? '', webPorts, tls: false, more: files });
  atEnd(nginx.stop);
  return { url: nginx.url, files: `http://127.0.0.1:${port}` };
}
