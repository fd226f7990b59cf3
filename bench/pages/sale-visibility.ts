import { setTimeout as pause } from 'node:timers/promises';
import { step } from '../../dev/terminal.ts';
import type { OwnShop } from '../shop/own-shop.ts';
import { Visitor } from '../shop/visitor.ts';
import { postId, slugOf } from '../shop/works.ts';
import { startSteadyLoad } from './steady-load.ts';

const SALES = 5;
const REQUESTS_PER_SECOND = 1_000;
const MAX_SECONDS = 2;
const TIMEOUT_MS = 30_000;
const POLL_INTERVAL_MS = 20;

/**
 * Buys works under load and prints how many seconds after its commit each sale was visible on the gallery, the work's
 * page and in the list, all through nginx.
 * @param newest the number of the newest work.
 */
export async function printSaleVisibility(shop: OwnShop, nginxUrl: string, newest: number): Promise<void> {
  await shop.processes.start('worker');
  const pagesOf = (number: number) => ['/', `/posts/${slugOf(number)}`, '/api/posts'].map((page) => nginxUrl + page);
  const numbers = Array.from({ length: SALES }, (_, index) => newest - index);
  const load = startSteadyLoad(numbers.flatMap(pagesOf), REQUESTS_PER_SECOND);
  const seconds: number[] = [];
  const sellAll = async () => {
    for (const number of numbers) seconds.push(...(await sell(shop, number, pagesOf(number))));
  };
  const { perSecond, failed } = await step(`${SALES} sales under ${REQUESTS_PER_SECOND} requests a second`, sellAll, {
    long: true,
  }).then(load.stop, async (error) => {
    await load.stop();
    throw error;
  });
  await shop.processes.stop('worker');
  console.log(
    `Under ${Math.round(perSecond)} successful requests a second (${failed} failed), ${SALES} sales were visible ` +
      `through nginx on three pages each ${Math.min(...seconds).toFixed(2)} to ${Math.max(...seconds).toFixed(2)} s ` +
      `after their commit; target: at most ${MAX_SECONDS} s.`,
  );
}

/** @returns for each page the seconds from the commit until it shows the work as sold. */
async function sell(shop: OwnShop, number: number, pages: string[]): Promise<number[]> {
  const visitor = new Visitor(shop, number & 0xffff);
  const session = await visitor.buy(slugOf(number));
  await visitor.pay(session);
  await until(async () => {
    const { rows } = await shop.database.query(`SELECT FROM posts WHERE id = $1 AND status = 'SOLD'`, [postId(number)]);
    return rows.length > 0;
  });
  const committed = performance.now();
  return Promise.all(
    pages.map(async (page) => {
      await until(async () => isSold(await (await fetch(page)).text(), number));
      return (performance.now() - committed) / 1000;
    }),
  );
}

/** Pages contain the data of their works: the first status after a work's id is its own. */
function isSold(text: string, number: number): boolean {
  const from = text.indexOf(postId(number));
  return from >= 0 && /status\\?":\\?"(\w+)/.exec(text.slice(from))?.[1] === 'SOLD';
}

async function until(isTrue: () => Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + TIMEOUT_MS; !(await isTrue()); await pause(POLL_INTERVAL_MS)) {
    if (Date.now() > deadline) throw new Error('a sale was not visible within 30 seconds');
  }
}
