import type { OwnShop } from '../shop/own-shop.ts';
import type { Chaos } from './chaos.ts';
import { countByStatus } from './own-books.ts';
import type { PurchaseTally } from './run-purchases.ts';
import type { Home } from './wait-for-reconciliation.ts';

const SHOWN = 20;

export type Deliveries = { events: number; dropped: number; duplicated: number; reordered: number };

type Storm = { purchases: PurchaseTally; chaos: Chaos; deliveries: Deliveries; home: Home };

/** What was done to the shop, and how it stands now. */
export async function printStorm({ database }: OwnShop, { purchases, chaos, deliveries, home }: Storm): Promise<void> {
  const { PAID = 0, REFUNDED = 0, CANCELLED = 0, EXPIRED = 0, FAILED = 0, flagged = 0 } = await countByStatus(database);
  const share = (count: number) => `${count} (${((100 * count) / deliveries.events).toFixed(1)} %)`;
  const rows: [string, string | number][] = [
    ['purchases begun', purchases.begun],
    ['buyers', purchases.buyers],
    ['seconds for them', purchases.seconds],
    ['webhooks of Stripe', deliveries.events],
    ['  dropped', share(deliveries.dropped)],
    ['  sent twice', share(deliveries.duplicated)],
    ['  out of order', share(deliveries.reordered)],
    ['worker killed', chaos.kills],
    ['Redis emptied', chaos.flushes],
    ['sold', PAID],
    ['refunded', REFUNDED],
    ['cancelled', CANCELLED],
    ['expired', EXPIRED],
    ['failed', FAILED],
    ['flagged for a person', flagged],
    ['movements in the ledger', home.compared],
    ['differences from Stripe', home.wrongs.length],
    ['seconds from the last purchase until all was home', home.seconds],
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  console.log(`\n${rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`).join('\n')}`);
  for (const [problem, count] of Object.entries(purchases.turnedAway)) {
    console.log(`The shop turned ${count} buyers away although the work was theirs to buy: ${problem}.`);
  }
  for (const wrong of home.wrongs.slice(0, SHOWN)) console.log(`✗ ${wrong}`);
  if (home.wrongs.length > SHOWN) console.log(`… and ${home.wrongs.length - SHOWN} more`);
  console.log(
    home.wrongs.length === 0
      ? '\nEvery paid order is sold, refunded or flagged; no work is sold twice; the ledger is equal to Stripe’s.'
      : '\nNot everything has come home.',
  );
}
