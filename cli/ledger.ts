import { parseArgs } from 'node:util';
import { db } from '#lib/db.ts';
import { describeMoney } from '#lib/domain/money/money.ts';
import { envOrExit } from '#lib/env.ts';
import { checkLedger, isRecent, type LedgerCheck } from '#lib/ledger/check-ledger.ts';
import { describeDifference } from '#lib/ledger/describe-difference.ts';
import { firstOrderAt, listBalances } from '#lib/ledger/queries.ts';
import { listInconsistentOrders } from '#lib/orders/settlement/list-inconsistent-orders.ts';

const USAGE = `Usage: npm run ledger -- check [--days <n>]   compares the ledger with Stripe, from the first order or the last n days
       npm run ledger -- balances            what each account has
`;
const DAY = 24 * 60 * 60 * 1000;
const PATIENCE = 60_000;

/** @returns the exit code: 1 when anything differs. */
async function main(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, options: { days: { type: 'string' } }, allowPositionals: true });
  const [command] = positionals;
  if (command === 'balances') return printBalances();
  const days = Number(values.days ?? 0);
  if (command !== 'check' || !Number.isFinite(days) || days < 0) {
    console.error(USAGE);
    return 1;
  }
  const since = days > 0 ? new Date(Date.now() - days * DAY) : ((await firstOrderAt()) ?? new Date());
  return printCheck(await settledCheck(since));
}

/** Looks again while the only differences are younger than a minute. */
async function settledCheck(since: Date): Promise<LedgerCheck> {
  const deadline = Date.now() + PATIENCE;
  for (;;) {
    const check = await checkLedger(since);
    const young = check.differences.filter(isRecent);
    if (young.length === 0 || young.length < check.differences.length || Date.now() > deadline) return check;
    console.log(`Waiting until the last minute is booked: ${young.length} to go …`);
    await new Promise((resolve) => setTimeout(resolve, 5_000));
  }
}

async function printCheck({ since, compared, differences }: LedgerCheck): Promise<number> {
  const odd = await listInconsistentOrders(since);
  for (const difference of differences) console.log(describeDifference(difference));
  for (const { id, status, price, paid } of odd) {
    console.log(`order ${id} is ${status} at ${describeMoney(price)}, but its buyer has paid ${describeMoney(paid)}`);
  }
  const count = differences.length + odd.length;
  const verdict = count === 0 ? 'No difference' : count === 1 ? 'One difference' : `${count} differences`;
  console.log(`${verdict}: ${compared} movements since ${since.toISOString()} were compared with Stripe’s balance.`);
  return count === 0 ? 0 : 1;
}

async function printBalances(): Promise<number> {
  for (const { account, currency, amount } of await listBalances()) {
    console.log(`${account.padEnd(10)} ${describeMoney({ amount, currency })}`);
  }
  return 0;
}

envOrExit();
try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  await db().$disconnect();
}
