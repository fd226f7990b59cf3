import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import type { OwnShop } from '../shop/own-shop.ts';
import { compareBooks } from './compare-books.ts';
import { countOpenOrders, listOddWorks, readOwnBooks } from './own-books.ts';
import { readStripeBooks } from './stripe-books.ts';

const LOOK_EVERY = 5_000;

/** `seconds` from the call until nothing was wrong, or until the limit; `wrongs` as sentences. */
export type Home = { seconds: number; wrongs: string[]; compared: number };

/** Waits until every order is at its end and agrees with Stripe, `limit` seconds at most. */
export async function waitForReconciliation(shop: OwnShop, limit: number): Promise<Home> {
  const start = performance.now();
  for (;;) {
    const seconds = Math.round((performance.now() - start) / 1000);
    const open = await countOpenOrders(shop.database);
    // The whole comparison reads tens of thousands of rows on both sides.
    const wrongs = open === 0 || seconds >= limit ? await listWrongs(shop) : null;
    if (wrongs && (wrongs.length === 0 || seconds >= limit)) {
      return { seconds, wrongs, compared: await countMovements(shop) };
    }
    console.log(`  ${seconds} s: ${open} orders open${wrongs ? `, ${wrongs.length} differences` : ''}`);
    await pause(LOOK_EVERY);
  }
}

async function listWrongs(shop: OwnShop): Promise<string[]> {
  const works = await listOddWorks(shop.database);
  const books = compareBooks(await readOwnBooks(shop.database), await readStripeBooks(shop));
  return [...works, ...books, ...(await listLedgerWrongs()), ...(await listLeftEvents(shop))];
}

/** The shop's own check, which `npm run ledger -- check` prints. */
async function listLedgerWrongs(): Promise<string[]> {
  const [{ checkLedger }, { describeDifference }] = await Promise.all([
    import('#lib/ledger/check-ledger.ts'),
    import('#lib/ledger/describe-difference.ts'),
  ]);
  const { differences } = await checkLedger(new Date(0));
  return differences.map((difference) => `ledger: ${describeDifference(difference)}`);
}

/** Events that were taken in and came to no end. */
async function listLeftEvents({ database, redisUrl }: OwnShop): Promise<string[]> {
  const { rows } = await database.query<{ id: string; type: string; outcome: string; detail: string | null }>(
    `SELECT id, type, outcome, detail FROM stripe_events WHERE outcome IN ('waiting', 'failed')`,
  );
  const redis = new Redis(redisUrl);
  try {
    const exists = (await redis.exists('stripe:events')) === 1;
    const pending = exists ? ((await redis.xpending('stripe:events', 'sales')) as [number])[0] : 0;
    const dead = await redis.xlen('stripe:events:dead');
    return [
      ...rows.map(({ id, type, outcome, detail }) => `event ${id} (${type}) is ${outcome}: ${detail}`),
      ...(pending > 0 ? [`${pending} events in the stream are not acknowledged`] : []),
      ...(dead > 0 ? [`${dead} events are put aside as dead letters`] : []),
    ];
  } finally {
    redis.disconnect();
  }
}

async function countMovements({ database }: OwnShop): Promise<number> {
  const { rows } = await database.query<{ count: number }>('SELECT count(*)::int AS count FROM ledger_transactions');
  return rows[0]?.count ?? 0;
}
