import type { OwnShop } from '../own-shop.ts';
import { recordTraffic } from '../record-statements.ts';
import { addHeldWorks, addWorks, hexOf, PRICE, postId, slugOf } from '../works.ts';
import { CONNECTIONS, runWrk } from '../wrk.ts';
import { type Candidate, compareInTurns, type Line } from './measure.ts';
import type { Numbers } from './numbers.ts';
import { runPgbench } from './pgbench.ts';
import { pgbenchScript } from './pgbench-script.ts';
import { wrkScript } from './wrk-script.ts';

const HOLDS_PER_CONNECTION = 400;
/** More than any server here can begin in a second. */
const MOST_A_SECOND = 1_000;

type Options = { rounds: number; seconds: number; numbers: Numbers };

/** Checkout starts on many works and on one that everybody wants, over HTTP and as the hold's transaction alone. */
export async function measureCheckouts(shop: OwnShop, { rounds, seconds, numbers }: Options): Promise<Line[]> {
  const { takeHold } = await import('#lib/orders/take-hold.ts');
  const { databaseUrl, database } = shop;
  const hot = numbers.take(1);
  await addHeldWorks(database, hot, 1);
  const hold = (number: number, work = number) =>
    takeHold({ viewer: null, token: `bench ${hexOf(number)}`, address: `bench ${hexOf(number)}` }, postId(work), PRICE);
  const record = async (isHot: boolean) => {
    const number = numbers.take(1);
    await addWorks(database, number, 1);
    return pgbenchScript(await recordTraffic(() => hold(number, isHot ? hot : number)), number);
  };
  const pgbench = async (isHot: boolean): Promise<Candidate> => {
    const script = await record(isHot);
    return {
      name: `pgbench, the hold’s transaction${isHot ? ' on one held work' : ''}`,
      async run() {
        const run = { databaseUrl, connections: CONNECTIONS, transactions: HOLDS_PER_CONNECTION };
        const first = numbers.take(CONNECTIONS * HOLDS_PER_CONNECTION);
        if (!isHot) await addWorks(database, first, CONNECTIONS * HOLDS_PER_CONNECTION);
        return runPgbench(script, { ...run, first });
      },
    };
  };
  const transaction = (isHot: boolean): Candidate => ({
    name: `the hold’s transaction, ${isHot ? 'one hot work' : 'many works'}`,
    async run() {
      const count = CONNECTIONS * HOLDS_PER_CONNECTION;
      const first = numbers.take(count);
      if (!isHot) await addWorks(database, first, count);
      let next = first;
      const lane = async () => {
        while (next < first + count) {
          const number = next++;
          const order = await hold(number, isHot ? hot : number);
          if ((order === null) !== isHot) throw new Error(`the hold of ${slugOf(number)} went wrong`);
        }
      };
      const start = performance.now();
      await Promise.all(Array.from({ length: CONNECTIONS }, lane));
      return (count * 1000) / (performance.now() - start);
    },
  });
  const script = wrkScript(BUY_SCRIPT);
  const overHttp = (isHot: boolean): Candidate => ({
    name: `checkout starts over HTTP, ${isHot ? 'one hot work' : 'many works'}`,
    async run() {
      const count = seconds * MOST_A_SECOND;
      const first = numbers.take(count);
      if (!isHot) await addWorks(database, first, count);
      const args = [String(first), ...(isHot ? [slugOf(hot)] : [])];
      const { requestsPerSecond } = await runWrk({ url: shop.url, script, args }, seconds);
      if (isHot) return requestsPerSecond;
      // A redirect may also lead to a page that says why not.
      return (await countOrders(shop, first, count)) / seconds;
    },
  });
  const [many, one] = [await pgbench(false), await pgbench(true)];
  return compareInTurns('Checkout starts', rounds, [
    { own: transaction(false), limit: many },
    { own: transaction(true), limit: one },
    { own: overHttp(false), limit: many },
    { own: overHttp(true), limit: one },
  ]);
}

async function countOrders({ database }: OwnShop, first: number, count: number): Promise<number> {
  const { rows } = await database.query<{ count: number }>(
    'SELECT count(*)::int AS count FROM orders WHERE post_id BETWEEN $1 AND $2 AND session_id IS NOT NULL',
    [postId(first), postId(first + count - 1)],
  );
  return rows[0]?.count ?? 0;
}

/** Every request is somebody else's, from an address of his own. */
const BUY_SCRIPT = `
local number, slug = 0, ""
function init(args)
  number = tonumber(args[1])
  slug = args[2] or ""
end
function request()
  local address = string.format("10.%d.%d.%d", number / 65536 % 256, number / 256 % 256, number % 256)
  local work = slug ~= "" and slug or string.format("bench-%012x", number)
  number = number + 1
  local headers = { ["Content-Type"] = "application/x-www-form-urlencoded", ["X-Forwarded-For"] = address }
  return wrk.format("POST", "/posts/" .. work .. "/buy", headers, "amount=${PRICE.amount}&currency=${PRICE.currency}")
end
`;
