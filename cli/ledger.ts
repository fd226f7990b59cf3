import { parseArgs } from 'node:util';
import { describeMoney } from '#lib/domain/money/money.ts';
import { checkLedger, isRecent, type LedgerCheck } from '#lib/ledger/check-ledger.ts';
import { describeDifference } from '#lib/ledger/describe-difference.ts';
import { firstOrderAt, listBalances } from '#lib/ledger/queries.ts';
import { listInconsistentOrders } from '#lib/orders/settlement/list-inconsistent-orders.ts';
import { runCommand } from './run-command.ts';

const USAGE = `Usage: npm run ledger -- check [--days <n>]   compares with Stripe: all orders, or the last n days
       npm run ledger -- balances            shows the balance of each account
`;
const DAY_MS = 24 * 60 * 60 * 1000;
const MAX_WAIT_MS = 60_000;

/** @returns the exit code: 1 if anything differs. */
async function main(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, options: { days: { type: 'string' } }, allowPositionals: true });
  const [command] = positionals;
  if (command === 'balances') return printBalances();
  const days = Number(values.days ?? 0);
  if (command !== 'check' || !Number.isFinite(days) || days < 0) {
    console.error(USAGE);
    return 1;
  }
  const since = days > 0 ? new Date(Date.now() - days * DAY_MS) : ((await firstOrderAt()) ?? new Date());
  return printCheck(await checkWithRetries(since));
}

/** Repeats the check while all differences are less than a minute old. */
async function checkWithRetries(since: Date): Promise<LedgerCheck> {
  const deadline = Date.now() + MAX_WAIT_MS;
  for (;;) {
    const check = await checkLedger(since);
    const recent = check.differences.filter(isRecent);
    if (recent.length === 0 || recent.length < check.differences.length || Date.now() > deadline) return check;
    console.log(`Waiting for transactions of the last minute to be recorded: ${recent.length} left …`);
    await new Promise((resolve) => setTimeout(resolve, 5_000));
  }
}

async function printCheck({ since, compared, differences }: LedgerCheck): Promise<number> {
  const inconsistent = await listInconsistentOrders(since);
  for (const difference of differences) console.log(describeDifference(difference));
  for (const { id, status, price, paid } of inconsistent) {
    console.log(`order ${id} is ${status} at ${describeMoney(price)}, but the buyer has paid ${describeMoney(paid)}`);
  }
  const count = differences.length + inconsistent.length;
  const verdict = count === 0 ? 'No difference' : count === 1 ? 'One difference' : `${count} differences`;
  console.log(
    `${verdict}: ${compared} ledger transactions since ${since.toISOString()} were compared with Stripe’s balance.`,
  );
  return count === 0 ? 0 : 1;
}

async function printBalances(): Promise<number> {
  for (const { account, currency, amount } of await listBalances()) {
    console.log(`${account.padEnd(10)} ${describeMoney({ amount, currency })}`);
  }
  return 0;
}

await runCommand(main);
