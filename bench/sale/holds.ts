import { ownPrice } from '#lib/domain/exchange/quote.ts';
import { recordTraffic } from '../record-statements.ts';
import type { OwnShop } from '../shop/own-shop.ts';
import { addWorks, hexOf, PRICE, postId, slugOf } from '../shop/works.ts';
import { CONNECTIONS } from '../wrk.ts';
import type { Candidate } from './measure.ts';
import type { Numbers } from './numbers.ts';
import { runPgbench } from './pgbench.ts';
import { pgbenchScript } from './pgbench-script.ts';

const HOLDS_PER_CONNECTION = 400;
const COUNT = CONNECTIONS * HOLDS_PER_CONNECTION;

/** `hot`: the number of a work that somebody holds and everybody wants; null: each wants a work of his own. */
type Where = { shop: OwnShop; numbers: Numbers; hot: number | null };

/** The transaction in which a work is taken, as lib/orders does it, from as many lanes as there are connections elsewhere. */
export function holdsThroughLib({ shop, numbers, hot }: Where): Candidate {
  return {
    name: `the hold’s transaction, ${hot === null ? 'many works' : 'one hot work'}`,
    async run() {
      const first = await freshNumbers({ shop, numbers, hot });
      let next = first;
      const lane = async () => {
        for (let number = next++; number < first + COUNT; number = next++) {
          const order = await hold(number, hot);
          if ((order === null) !== (hot !== null)) throw new Error(`the hold of ${slugOf(number)} went wrong`);
        }
      };
      const start = performance.now();
      await Promise.all(Array.from({ length: CONNECTIONS }, lane));
      return (COUNT * 1000) / (performance.now() - start);
    },
  };
}

/** The same transaction, statement for statement, sent by pgbench. */
export async function holdsByPgbench({ shop, numbers, hot }: Where): Promise<Candidate> {
  const number = numbers.take(1);
  await addWorks(shop.database, number, 1);
  const script = pgbenchScript(await recordTraffic(() => hold(number, hot)), number);
  return {
    name: `pgbench, the same${hot === null ? '' : ' on one held work'}`,
    async run() {
      const first = await freshNumbers({ shop, numbers, hot });
      const connections = { connections: CONNECTIONS, transactions: HOLDS_PER_CONNECTION };
      return runPgbench(script, { databaseUrl: shop.databaseUrl, first, ...connections });
    },
  };
}

async function freshNumbers({ shop, numbers, hot }: Where): Promise<number> {
  const first = numbers.take(COUNT);
  if (hot === null) await addWorks(shop.database, first, COUNT);
  return first;
}

async function hold(number: number, hot: number | null): Promise<string | null> {
  const { placeHold } = await import('#lib/orders/checkout/place-hold.ts');
  const who = `bench ${hexOf(number)}`;
  return placeHold({ viewer: null, token: who, address: who }, postId(hot ?? number), ownPrice(PRICE));
}
