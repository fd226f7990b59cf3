import type { OwnShop } from '../shop/own-shop.ts';
import { CheckoutRefused, Visitor } from '../shop/visitor.ts';
import { addWorks, FIRST_NUMBER, slugOf } from '../shop/works.ts';
import type { Chaos } from './chaos.ts';
import { purchase } from './purchase.ts';
import { checkoutsOf, chooseKind, type PurchaseKind } from './purchase-kinds.ts';

const REPORT_INTERVAL_MS = 10_000;
/** The parts of the purchases after which Redis is flushed. */
const FLUSH_AFTER = [1 / 3, 2 / 3];

export type PurchaseTally = {
  started: number;
  buyers: number;
  seconds: number;
  /** Why the shop refused buyers who had no rival for the work, with counts. */
  refused: Record<string, number>;
};

type Options = { count: number; atOnce: number; random: () => number };

/** Creates a work for each purchase and runs `atOnce` purchases at a time until `count` checkouts have started. */
export async function runPurchases(
  shop: OwnShop,
  chaos: Chaos,
  { count, atOnce, random }: Options,
): Promise<PurchaseTally> {
  const kinds = choosePurchases(count, random);
  await addWorks(shop.database, FIRST_NUMBER, kinds.length);
  const tally: PurchaseTally = { started: 0, buyers: 0, seconds: 0, refused: {} };
  const visitor = () => new Visitor(shop, tally.buyers++);
  const flushes = FLUSH_AFTER.map((part) => Math.floor(part * kinds.length));
  const start = performance.now();
  const seconds = () => Math.round((performance.now() - start) / 1000);
  const report = setInterval(
    () =>
      console.log(
        `  ${seconds()} s: ${tally.started} purchases, worker killed ${chaos.kills} times, Redis flushed ${chaos.flushes} times`,
      ),
    REPORT_INTERVAL_MS,
  );
  let next = 0;
  const lane = async () => {
    for (let index = next++; index < kinds.length; index = next++) {
      if (flushes.includes(index)) await chaos.flush();
      const kind = kinds[index] ?? 'card';
      try {
        await purchase({ slug: slugOf(FIRST_NUMBER + index), kind, visitor, random });
        tally.started += checkoutsOf(kind);
      } catch (error) {
        if (!(error instanceof CheckoutRefused)) throw error;
        tally.refused[error.message] = (tally.refused[error.message] ?? 0) + 1;
      }
    }
  };
  chaos.start();
  try {
    await Promise.all(Array.from({ length: atOnce }, lane));
  } finally {
    clearInterval(report);
    await chaos.stop();
  }
  return { ...tally, seconds: seconds() };
}

function choosePurchases(count: number, random: () => number): PurchaseKind[] {
  const kinds: PurchaseKind[] = [];
  for (let started = 0; started < count; ) {
    const kind = chooseKind(random());
    if (started + checkoutsOf(kind) > count) continue;
    kinds.push(kind);
    started += checkoutsOf(kind);
  }
  return kinds;
}
