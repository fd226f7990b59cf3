import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { CliError, step } from '../dev/terminal.ts';
import { type OwnShop, startOwnShop } from './shop/own-shop.ts';
import { addWorks, FIRST_NUMBER, slugOf } from './shop/works.ts';

const WORKS = 240;
const AT_ONCE = 8;
/** An address that a busy database could not answer is asked for so often. */
const TRIES = 5;
const PARTS = 8;
/** Of the memory after the first half, how much more the second may take. */
const MOST_GROWTH = 0.1;
const CURRENCIES = ['EUR', 'USD', 'JPY', 'CHF', 'KWD', 'GBP'];

/**
 * Walks through ever new addresses, of works, artists, searches and lists that are not there, in several currencies, and looks
 * at the web process's memory; and whether the pages that people come back to are still kept at the end.
 */
export async function benchMemory(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: { addresses: { type: 'string', default: '40000' } } });
  const each = Math.ceil(Number(values.addresses) / PARTS);
  const shop = await startOwnShop();
  await addWorks(shop.database, FIRST_NUMBER, WORKS);
  const used = ['/', `/posts/${slugOf(FIRST_NUMBER)}`, '/artists/bench', '/search', '/api/posts'];
  for (const path of [...used, ...used]) await ask(shop, path);
  const sizes = [megabytes(shop)];
  for (let part = 0; part < PARTS; part++) {
    await step(`${each} addresses`, () => walk(shop, part * each, each));
    sizes.push(megabytes(shop));
    console.log(`  ${Math.round(sizes.at(-1) ?? 0)} MB`);
  }
  console.log(`Memory of the web process, MB: ${sizes.map(Math.round).join(', ')}.`);
  const [half = Number.NaN, end = Number.NaN] = [sizes[PARTS / 2], sizes[PARTS]];
  console.log(`The second half added ${percent(end / half - 1)}; the aim is at most ${percent(MOST_GROWTH)}.`);
  const kept: string[] = [];
  for (const path of used) if ((await ask(shop, path)).headers.get('x-nextjs-cache') === 'HIT') kept.push(path);
  console.log(`Of ${used.length} pages in use ${kept.length} are still kept: ${kept.join(', ')}.`);
}

async function walk(shop: OwnShop, first: number, count: number): Promise<void> {
  let next = first;
  const walkers = Array.from({ length: AT_ONCE }, async () => {
    for (let number = next++; number < first + count; number = next++) await ask(shop, madeUp(number), number);
  });
  await Promise.all(walkers);
}

function madeUp(number: number): string {
  const kinds = [`/posts/made-up-${number}`, `/artists/nobody-${number}`, `/search?q=word${number}`];
  return [...kinds, `/api/posts?artist=nobody-${number}`][number % 4] ?? '/';
}

async function ask(shop: OwnShop, path: string, number = 0): Promise<Response> {
  const currency = CURRENCIES[Math.floor(number / 4) % CURRENCIES.length];
  for (let attempt = 1; ; attempt++) {
    const answer = await fetch(shop.url + path, { headers: { cookie: `currency=${currency}` } });
    await answer.arrayBuffer();
    if (answer.status < 500) return answer;
    if (attempt === TRIES) throw new CliError(`${path} answered ${answer.status}`);
  }
}

function megabytes(shop: OwnShop): number {
  const status = readFileSync(`/proc/${shop.processes.pid('web')}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024;
}

const percent = (part: number) => `${(part * 100).toFixed(0)} %`;
