import { parseArgs } from 'node:util';
import { seededRandom } from '../dev/seeded-random.ts';
import { step } from '../dev/terminal.ts';
import { configureLib } from './shop/configure-lib.ts';
import { startOwnShop } from './shop/own-shop.ts';
import { Chaos } from './storm/chaos.ts';
import { type Deliveries, printStorm } from './storm/print-storm.ts';
import { runPurchases } from './storm/run-purchases.ts';
import { waitForReconciliation } from './storm/wait-for-reconciliation.ts';
import { WebhookReceiver } from './storm/webhook-receiver.ts';

const SHARES = { drop: 0.3, duplicate: 0.2, reorder: 0.1 };

/**
 * Runs thousands of purchases while webhooks are lost, sent twice and out of order, the worker is killed every ten
 * seconds and Redis is flushed twice. Ends when every paid order is sold, refunded or flagged, no work is sold twice
 * and the ledger equals Stripe's, and the shop's own endpoint was told of every sale and refund; after the time limit it
 * fails with a list of the differences.
 */
export async function benchStorm(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      purchases: { type: 'string', default: '10000' },
      'at-once': { type: 'string', default: '32' },
      seed: { type: 'string', default: '1' },
      /** Seconds from the last purchase. */
      limit: { type: 'string', default: '900' },
      keep: { type: 'boolean', default: false },
    },
  });
  const seed = Number(values.seed);
  const shop = await startOwnShop({ keep: values.keep });
  configureLib(shop);
  await control(shop.stripeUrl, 'POST', 'delivery', { shares: { ...SHARES, seed } });
  const receiver = new WebhookReceiver();
  await receiver.start(shop);
  await shop.processes.start('worker');
  const chaos = new Chaos(shop);
  const purchases = await step(
    'Purchases',
    () =>
      runPurchases(shop, chaos, {
        count: Number(values.purchases),
        atOnce: Number(values['at-once']),
        random: seededRandom(seed),
      }),
    { long: true },
  );
  const reconciliation = await step(
    'Reconciliation',
    () => waitForReconciliation(shop, receiver, Number(values.limit)),
    {
      long: true,
    },
  );
  const { counts: deliveries } = await control<{ counts: Deliveries }>(shop.stripeUrl, 'GET', 'delivery');
  await printStorm(shop, { purchases, chaos, deliveries, webhooks: receiver.tally, reconciliation });
  if (reconciliation.differences.length > 0) process.exitCode = 1;
}

async function control<T>(stripeUrl: string, method: 'GET' | 'POST', command: string, body?: object): Promise<T> {
  const response = await fetch(`${stripeUrl}/_test/${command}`, {
    method,
    ...(body && { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(await response.text());
  return (await response.json()) as T;
}
