import type { OwnShop } from '../shop/own-shop.ts';
import { addHeldWorks, addWorks, PRICE, postId, slugOf } from '../shop/works.ts';
import { runWrk } from '../wrk.ts';
import { holdsByPgbench, holdsThroughLib } from './holds.ts';
import { type Candidate, compareInTurns, type Line } from './measure.ts';
import type { Numbers } from './numbers.ts';
import { wrkScript } from './wrk-script.ts';

/** More than any server here can begin in a second. */
const MOST_A_SECOND = 1_000;

type Options = { rounds: number; seconds: number; numbers: Numbers };

/**
 * Checkout starts on many works and on one that everybody wants: the hold's transaction alone, and all of it over HTTP,
 * with Stripe's session and what Next does.
 */
export async function measureCheckouts(shop: OwnShop, { rounds, seconds, numbers }: Options): Promise<Line[]> {
  const hot = numbers.take(1);
  await addHeldWorks(shop.database, hot, 1);
  const script = wrkScript(BUY_SCRIPT);
  const many: Candidate = {
    name: 'checkout starts over HTTP, many works',
    async run() {
      const count = seconds * MOST_A_SECOND;
      const first = numbers.take(count);
      await addWorks(shop.database, first, count);
      await runWrk({ url: shop.url, script, args: [String(first)] }, seconds);
      // A redirect may also lead to a page that says why not.
      return (await countCheckouts(shop, first, count)) / seconds;
    },
  };
  const one: Candidate = {
    name: 'checkout starts over HTTP, one hot work',
    async run() {
      const first = numbers.take(seconds * MOST_A_SECOND);
      const args = [String(first), slugOf(hot)];
      return (await runWrk({ url: shop.url, script, args }, seconds)).requestsPerSecond;
    },
  };
  const [pgbenchMany, pgbenchOne] = [
    await holdsByPgbench({ shop, numbers, hot: null }),
    await holdsByPgbench({ shop, numbers, hot }),
  ];
  return compareInTurns('Checkout starts', rounds, [
    { own: holdsThroughLib({ shop, numbers, hot: null }), limit: pgbenchMany },
    { own: holdsThroughLib({ shop, numbers, hot }), limit: pgbenchOne },
    { own: many, limit: pgbenchMany },
    { own: one, limit: pgbenchOne },
  ]);
}

async function countCheckouts({ database }: OwnShop, first: number, count: number): Promise<number> {
  const { rows } = await database.query<{ count: number }>(
    'SELECT count(*)::int AS count FROM orders WHERE post_id BETWEEN $1 AND $2 AND session_id IS NOT NULL',
    [postId(first), postId(first + count - 1)],
  );
  return rows[0]?.count ?? 0;
}

/** Every request is somebody else's, from an address of his own. */
const BUY_SCRIPT = `
local number, slug = 0, nil
function init(args)
  number = tonumber(args[1])
  slug = args[2]
end
function request()
  local address = string.format("10.%d.%d.%d", number / 65536 % 256, number / 256 % 256, number % 256)
  local work = slug or string.format("bench-%012x", number)
  number = number + 1
  local headers = { ["Content-Type"] = "application/x-www-form-urlencoded", ["X-Forwarded-For"] = address }
  return wrk.format("POST", "/posts/" .. work .. "/buy", headers, "amount=${PRICE.amount}&currency=${PRICE.currency}")
end
`;
