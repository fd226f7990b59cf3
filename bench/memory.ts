import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { CliError, step } from '../dev/terminal.ts';
import { type OwnShop, startOwnShop } from './shop/own-shop.ts';
import { addWorks, FIRST_NUMBER, slugOf } from './shop/works.ts';

const WORKS = 240;
const CONCURRENCY = 8;
/** Requests to one URL until it works: a busy database may fail some. */
const MAX_ATTEMPTS = 5;
const PARTS = 8;
/** Share of the memory after the first half that the second half may add. */
const MAX_GROWTH = 0.1;
const CURRENCIES = ['EUR', 'USD', 'JPY', 'CHF', 'KWD', 'GBP'];

/**
 * Requests new URLs of works, artists, searches and lists that do not exist, in several currencies, and reads the web
 * process's memory. Then checks that the pages which are in use are still cached.
 */
export async function benchMemory(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: { addresses: { type: 'string', default: '40000' } } });
  const each = Math.ceil(Number(values.addresses) / PARTS);
  const shop = await startOwnShop();
  await addWorks(shop.database, FIRST_NUMBER, WORKS);
  const used = ['/', `/posts/${slugOf(FIRST_NUMBER)}`, '/artists/bench', '/search', '/api/posts'];
  for (const path of [...used, ...used]) await request(shop, path);
  const sizes = [megabytes(shop)];
  for (let part = 0; part < PARTS; part++) {
    await step(`${each} URLs`, () => requestAll(shop, part * each, each));
    sizes.push(megabytes(shop));
    console.log(`  ${Math.round(sizes.at(-1) ?? 0)} MB`);
  }
  console.log(`Memory of the web process, MB: ${sizes.map(Math.round).join(', ')}.`);
  const [half = Number.NaN, end = Number.NaN] = [sizes[PARTS / 2], sizes[PARTS]];
  console.log(`The second half added ${percent(end / half - 1)}; target: at most ${percent(MAX_GROWTH)}.`);
  const cached: string[] = [];
  for (const path of used) if ((await request(shop, path)).headers.get('x-nextjs-cache') === 'HIT') cached.push(path);
  console.log(`${cached.length} of ${used.length} pages in use are still cached: ${cached.join(', ')}.`);
}

async function requestAll(shop: OwnShop, first: number, count: number): Promise<void> {
  let next = first;
  const lanes = Array.from({ length: CONCURRENCY }, async () => {
    for (let number = next++; number < first + count; number = next++) await request(shop, madeUpPath(number), number);
  });
  await Promise.all(lanes);
}

function madeUpPath(number: number): string {
  const kinds = [`/posts/made-up-${number}`, `/artists/nobody-${number}`, `/search?q=word${number}`];
  return [...kinds, `/api/posts?artist=nobody-${number}`][number % 4] ?? '/';
}

async function request(shop: OwnShop, path: string, number = 0): Promise<Response> {
  const currency = CURRENCIES[Math.floor(number / 4) % CURRENCIES.length];
  for (let attempt = 1; ; attempt++) {
    const response = await fetch(shop.url + path, { headers: { cookie: `currency=${currency}` } });
    await response.arrayBuffer();
    if (response.status < 500) return response;
    if (attempt === MAX_ATTEMPTS) throw new CliError(`${path} returned ${response.status}`);
  }
}

function megabytes(shop: OwnShop): number {
  const status = readFileSync(`/proc/${shop.processes.pid('web')}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024;
}

const percent = (part: number) => `${(part * 100).toFixed(0)} %`;
