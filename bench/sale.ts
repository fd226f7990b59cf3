import { parseArgs } from 'node:util';
import { CliError } from '../dev/terminal.ts';
import { measureAppliedEvents } from './sale/applied-events.ts';
import { measureCheckouts } from './sale/checkouts.ts';
import type { Line } from './sale/measure.ts';
import { Numbers } from './sale/numbers.ts';
import { paidEvents } from './sale/paid-events.ts';
import { requirePgbench } from './sale/pgbench.ts';
import { printLines } from './sale/print-lines.ts';
import { printUntilSold } from './sale/print-until-sold.ts';
import { measureUntilSold } from './sale/until-sold.ts';
import { measureWebhooks } from './sale/webhooks.ts';
import { startOwnShop } from './shop/own-shop.ts';
import { pointLibAt } from './shop/point-lib-at.ts';
import { requireWrk } from './wrk.ts';

const PARTS = ['checkouts', 'webhooks', 'events', 'sold'] as const;

/**
 * Every step of a sale beside its own limit, measured in the same run: checkout starts, webhooks accepted, events applied,
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
  if (unknown) throw new CliError(`There is no part “${unknown}”: ${PARTS.join(', ')}.`);
  requireWrk();
  requirePgbench();
  const [rounds, seconds, events] = [values.rounds, values.seconds, values.events].map(Number) as [
    number,
    number,
    number,
  ];
  // The times of commits tell when a sale could be seen.
  const shop = await startOwnShop({ profile: values.profile, postgres: { track_commit_timestamp: 'on' } });
  pointLibAt(shop);
  const numbers = new Numbers();
  const paidEvent = await paidEvents(shop, numbers.take(1));
  const lines: Line[] = [];
  if (wanted.includes('checkouts')) lines.push(...(await measureCheckouts(shop, { rounds, seconds, numbers })));
  if (wanted.includes('webhooks'))
    lines.push(...(await measureWebhooks(shop, { rounds, seconds, event: paidEvent(numbers.take(1)) })));
  if (wanted.includes('sold')) printUntilSold(await measureUntilSold(shop, { events, numbers, paidEvent }));
  if (wanted.includes('events')) {
    // The workers and pgbench have the machine to themselves.
    await shop.processes.stop('web');
    lines.push(...(await measureAppliedEvents(shop, { rounds, events, numbers, paidEvent })));
  }
  if (lines.length > 0) printLines(lines);
}
