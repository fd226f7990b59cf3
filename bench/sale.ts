import { parseArgs } from 'node:util';
import { CliError } from '../dev/terminal.ts';
import { measureAppliedEvents } from './sale/applied-events.ts';
import { measureCheckouts } from './sale/checkouts.ts';
import type { Line } from './sale/measure.ts';
import { paidEvents } from './sale/paid-events.ts';
import { requirePgbench } from './sale/pgbench.ts';
import { printLines } from './sale/print-lines.ts';
import { printSaleLatency } from './sale/print-sale-latency.ts';
import { measureSaleLatency } from './sale/sale-latency.ts';
import { measureWebhooks } from './sale/webhooks.ts';
import { WorkNumbers } from './sale/work-numbers.ts';
import { configureLib } from './shop/configure-lib.ts';
import { startOwnShop } from './shop/own-shop.ts';
import { requireWrk } from './wrk.ts';

const PARTS = ['checkouts', 'webhooks', 'events', 'sold'] as const;

/**
 * Measures every step of a sale beside its limit in the same run: checkout starts, accepted webhooks, applied events,
 * and the time from a webhook until the sale is in the database and on an open page.
 */
export async function benchSale(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      rounds: { type: 'string', default: '3' },
      seconds: { type: 'string', default: '8' },
      events: { type: 'string', default: '4000' },
      only: { type: 'string' },
      profile: { type: 'string' },
    },
  });
  const wanted = values.only?.split(',') ?? PARTS;
  const unknown = wanted.find((part) => !PARTS.some((known) => known === part));
  if (unknown) throw new CliError(`--only does not know “${unknown}”; it knows ${PARTS.join(', ')}.`);
  requireWrk();
  requirePgbench();
  const [rounds, seconds, events] = [values.rounds, values.seconds, values.events].map(Number) as [
    number,
    number,
    number,
  ];
  // The commit timestamps tell when a sale became visible.
  const shop = await startOwnShop({ profile: values.profile, postgres: { track_commit_timestamp: 'on' } });
  configureLib(shop);
  const numbers = new WorkNumbers();
  const paidEvent = await paidEvents(shop, numbers.allocate(1));
  const lines: Line[] = [];
  if (wanted.includes('checkouts')) lines.push(...(await measureCheckouts(shop, { rounds, seconds, numbers })));
  if (wanted.includes('webhooks'))
    lines.push(...(await measureWebhooks(shop, { rounds, seconds, event: paidEvent(numbers.allocate(1)) })));
  if (wanted.includes('sold')) printSaleLatency(await measureSaleLatency(shop, { events, numbers, paidEvent }));
  if (wanted.includes('events')) {
    // So that the workers and pgbench have the machine to themselves.
    await shop.processes.stop('web');
    lines.push(...(await measureAppliedEvents(shop, { rounds, events, numbers, paidEvent })));
  }
  if (lines.length > 0) printLines(lines);
}
