import type { OwnShop } from '../shop/own-shop.ts';
import type { Chaos } from './chaos.ts';
import type { PurchaseTally } from './run-purchases.ts';
import { countByStatus } from './shop-ledger.ts';
import type { Reconciliation } from './wait-for-reconciliation.ts';
import type { WebhookTally } from './webhook-receiver.ts';

const MAX_DIFFERENCES = 20;

export type Deliveries = { events: number; dropped: number; duplicated: number; reordered: number };

type Storm = {
  purchases: PurchaseTally;
  chaos: Chaos;
  deliveries: Deliveries;
  webhooks: WebhookTally;
  reconciliation: Reconciliation;
};

/** Prints what was done to the shop, and the result. */
export async function printStorm(
  { database }: OwnShop,
  { purchases, chaos, deliveries, webhooks, reconciliation }: Storm,
): Promise<void> {
  const { seconds, differences, transactions } = reconciliation;
  const { PAID = 0, REFUNDED = 0, CANCELLED = 0, EXPIRED = 0, FAILED = 0, flagged = 0 } = await countByStatus(database);
  const share = (count: number) => `${count} (${((100 * count) / deliveries.events).toFixed(1)} %)`;
  const rows: [string, string | number][] = [
    ['purchases started', purchases.started],
    ['buyers', purchases.buyers],
    ['seconds for the purchases', purchases.seconds],
    ['webhooks from Stripe', deliveries.events],
    ['  dropped', share(deliveries.dropped)],
    ['  sent twice', share(deliveries.duplicated)],
    ['  out of order', share(deliveries.reordered)],
    ['worker killed', chaos.kills],
    ['Redis flushed', chaos.flushes],
    ['sold', PAID],
    ['refunded', REFUNDED],
    ['cancelled', CANCELLED],
    ['expired', EXPIRED],
    ['failed', FAILED],
    ['flagged for an admin', flagged],
    ['webhooks to the endpoint', webhooks.webhooks],
    ['  refused the first time', webhooks.refused],
    ['  told more than once', webhooks.repeated],
    ['  with a bad signature', webhooks.badSignatures],
    ['ledger transactions', transactions],
    ['differences', differences.length],
    ['seconds from the last purchase to full reconciliation', seconds],
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  console.log(`\n${rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`).join('\n')}`);
  for (const [problem, count] of Object.entries(purchases.refused)) {
    console.log(`The shop refused ${count} buyers although the work was available to them: ${problem}.`);
  }
  for (const difference of differences.slice(0, MAX_DIFFERENCES)) console.log(`✗ ${difference}`);
  if (differences.length > MAX_DIFFERENCES) console.log(`… and ${differences.length - MAX_DIFFERENCES} more`);
  console.log(
    differences.length === 0
      ? '\nEvery paid order is sold, refunded or flagged; no work is sold twice; the ledger equals Stripe’s; every sale and refund was told.'
      : '\nSome orders are not reconciled.',
  );
}
