import type { OwnShop } from '../shop/own-shop.ts';
import { addHeldWorks, addWorks, PRICE, postId, slugOf } from '../shop/works.ts';
import { runWrk } from '../wrk.ts';
import { holdsByPgbench, holdsThroughLib } from './holds.ts';
import { type Candidate, type Line, measureInTurns } from './measure.ts';
import type { WorkNumbers } from './work-numbers.ts';
import { wrkScript } from './wrk-script.ts';

/** More than any server here can start in a second. */
const MAX_STARTS_PER_SECOND = 1_000;

type Options = { rounds: number; seconds: number; numbers: WorkNumbers };

/**
 * Checkout starts on many works and on one that everyone wants: the hold's transaction alone, and the complete request
 * over HTTP with Next and the Stripe emulator's session.
 */
export async function measureCheckouts(shop: OwnShop, { rounds, seconds, numbers }: Options): Promise<Line[]> {
  const hot = numbers.allocate(1);
  await addHeldWorks(shop.database, hot, 1);
  const script = wrkScript(BUY_SCRIPT);
  const many: Candidate = {
    name: 'checkout starts over HTTP, many works',
    async run() {
      const count = seconds * MAX_STARTS_PER_SECOND;
      const first = numbers.allocate(count);
      await addWorks(shop.database, first, count);
      await runWrk({ url: shop.url, script, args: [String(first)] }, seconds);
      // A redirect may also go to a page that refuses the checkout.
      return (await countCheckouts(shop, first, count)) / seconds;
    },
  };
  const one: Candidate = {
    name: 'checkout starts over HTTP, one hot work',
    async run() {
      const first = numbers.allocate(seconds * MAX_STARTS_PER_SECOND);
      const args = [String(first), slugOf(hot)];
      return (await runWrk({ url: shop.url, script, args }, seconds)).requestsPerSecond;
    },
  };
  const [pgbenchMany, pgbenchOne] = [
    await holdsByPgbench({ shop, numbers, hot: null }),
    await holdsByPgbench({ shop, numbers, hot }),
  ];
  return measureInTurns('Checkout starts', rounds, [
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

/** Every request comes from another buyer with their own IP address. */
const BUY_SCRIPT = `
local number, slug = 0, nil
function init(args)
  number = tonumber(args[1])
  slug = args[2]
end
function request()
  local address = string.format("10.%d.%d.%d", number / 256 % 256, number % 256, number / 65536 % 256)
  local work = slug or string.format("bench-%012x", number)
  number = number + 1
  local headers = { ["Content-Type"] = "application/x-www-form-urlencoded", ["X-Forwarded-For"] = address }
  return wrk.format("POST", "/posts/" .. work .. "/buy", headers, "amount=${PRICE.amount}&currency=${PRICE.currency}")
end
`;
