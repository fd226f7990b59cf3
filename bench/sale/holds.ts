import { unconvertedQuote } from '#lib/domain/exchange/quote.ts';
import { recordTraffic } from '../record-statements.ts';
import type { OwnShop } from '../shop/own-shop.ts';
import { addWorks, hexOf, PRICE, postId, slugOf } from '../shop/works.ts';
import { CONNECTIONS } from '../wrk.ts';
import type { Candidate } from './measure.ts';
import { runPgbench } from './pgbench.ts';
import { pgbenchScript } from './pgbench-script.ts';
import type { WorkNumbers } from './work-numbers.ts';

const HOLDS_PER_CONNECTION = 400;
const COUNT = CONNECTIONS * HOLDS_PER_CONNECTION;

/** `hot`: the number of a held work that every buyer wants; null: each buyer wants a different work. */
type Options = { shop: OwnShop; numbers: WorkNumbers; hot: number | null };

/**
 * The transaction of lib/orders that holds a work, with as many calls at the same time as other runs have connections.
 */
export function holdsThroughLib({ shop, numbers, hot }: Options): Candidate {
  return {
    name: `the hold’s transaction, ${hot === null ? 'many works' : 'one hot work'}`,
    async run() {
      const first = await allocateNumbers({ shop, numbers, hot });
      let next = first;
      const lane = async () => {
        for (let number = next++; number < first + COUNT; number = next++) {
          const order = await hold(number, hot);
          if ((order === null) !== (hot !== null))
            throw new Error(`the hold of ${slugOf(number)} had an unexpected result`);
        }
      };
      const start = performance.now();
      await Promise.all(Array.from({ length: CONNECTIONS }, lane));
      return (COUNT * 1000) / (performance.now() - start);
    },
  };
}

/** The same transaction, statement for statement, sent by pgbench. */
export async function holdsByPgbench({ shop, numbers, hot }: Options): Promise<Candidate> {
  const number = numbers.allocate(1);
  await addWorks(shop.database, number, 1);
  const script = pgbenchScript(await recordTraffic(() => hold(number, hot)), number);
  return {
    name: `pgbench, the same${hot === null ? '' : ' on one held work'}`,
    async run() {
      const first = await allocateNumbers({ shop, numbers, hot });
      const connections = { connections: CONNECTIONS, transactions: HOLDS_PER_CONNECTION };
      return runPgbench(script, { databaseUrl: shop.databaseUrl, first, ...connections });
    },
  };
}

async function allocateNumbers({ shop, numbers, hot }: Options): Promise<number> {
  const first = numbers.allocate(COUNT);
  if (hot === null) await addWorks(shop.database, first, COUNT);
  return first;
}

async function hold(number: number, hot: number | null): Promise<string | null> {
  const { placeHold } = await import('#lib/orders/checkout/place-hold.ts');
  const buyer = `bench ${hexOf(number)}`;
  return placeHold({ viewer: null, token: buyer, address: buyer }, postId(hot ?? number), unconvertedQuote(PRICE));
}
