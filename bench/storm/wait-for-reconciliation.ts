import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import type { OwnShop } from '../shop/own-shop.ts';
import { compareLedgers } from './compare-ledgers.ts';
import { countOpenOrders, listInconsistentWorks, readShopLedger } from './shop-ledger.ts';
import { readStripeLedger } from './stripe-ledger.ts';
import type { WebhookReceiver } from './webhook-receiver.ts';

const POLL_INTERVAL_MS = 5_000;

/**
 * `seconds` from the call until there were no differences, or until the limit; `differences` as sentences;
 * `transactions`: the number of ledger transactions.
 */
export type Reconciliation = { seconds: number; differences: string[]; transactions: number };

/** Waits until every order has ended and equals Stripe's, and the endpoint was told, `limit` seconds at most. */
export async function waitForReconciliation(
  shop: OwnShop,
  receiver: WebhookReceiver,
  limit: number,
): Promise<Reconciliation> {
  const start = performance.now();
  for (;;) {
    const seconds = Math.round((performance.now() - start) / 1000);
    const open = await countOpenOrders(shop.database);
    // A full comparison reads tens of thousands of rows on both sides.
    const differences = open === 0 || seconds >= limit ? await listDifferences(shop, receiver) : null;
    if (differences && (differences.length === 0 || seconds >= limit)) {
      return { seconds, differences, transactions: await countTransactions(shop) };
    }
    console.log(`  ${seconds} s: ${open} orders open${differences ? `, ${differences.length} differences` : ''}`);
    await pause(POLL_INTERVAL_MS);
  }
}

async function listDifferences(shop: OwnShop, receiver: WebhookReceiver): Promise<string[]> {
  const works = await listInconsistentWorks(shop.database);
  const orders = compareLedgers(await readShopLedger(shop.database), await readStripeLedger(shop));
  const elsewhere = [
    await listLedgerDifferences(),
    await listUnprocessedEvents(shop),
    await receiver.listDifferences(shop),
  ];
  return [...works, ...orders, ...elsewhere.flat()];
}

/** The differences that `npm run ledger -- check` prints. */
async function listLedgerDifferences(): Promise<string[]> {
  const [{ checkLedger }, { describeDifference }] = await Promise.all([
    import('#lib/ledger/check-ledger.ts'),
    import('#lib/ledger/describe-difference.ts'),
  ]);
  const { differences } = await checkLedger(new Date(0));
  return differences.map((difference) => `ledger: ${describeDifference(difference)}`);
}

/** Events that were received but not processed. */
async function listUnprocessedEvents({ database, redisUrl }: OwnShop): Promise<string[]> {
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
      ...(dead > 0 ? [`${dead} events are dead letters`] : []),
    ];
  } finally {
    redis.disconnect();
  }
}

async function countTransactions({ database }: OwnShop): Promise<number> {
  const { rows } = await database.query<{ count: number }>('SELECT count(*)::int AS count FROM ledger_transactions');
  return rows[0]?.count ?? 0;
}
