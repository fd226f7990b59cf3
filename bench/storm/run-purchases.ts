import type { OwnShop } from '../shop/own-shop.ts';
import { TurnedAway, Visitor } from '../shop/visitor.ts';
import { addWorks, FIRST_NUMBER, slugOf } from '../shop/works.ts';
import type { Chaos } from './chaos.ts';
import { purchase } from './purchase.ts';
import { checkoutsOf, chooseKind, type PurchaseKind } from './purchase-kinds.ts';

const REPORT_EVERY = 10_000;
/** After which parts of the purchases Redis is emptied. */
const FLUSH_AFTER = [1 / 3, 2 / 3];

export type PurchaseTally = {
  begun: number;
  buyers: number;
  seconds: number;
  /** Why buyers were turned away who had the work to themselves, and how often. */
  turnedAway: Record<string, number>;
};

type Options = { count: number; atOnce: number; random: () => number };

/** Makes a work for each purchase and lets `atOnce` of them go on at a time, until `count` checkouts have begun. */
export async function runPurchases(
  shop: OwnShop,
  chaos: Chaos,
  { count, atOnce, random }: Options,
): Promise<PurchaseTally> {
  const kinds = choosePurchases(count, random);
  await addWorks(shop.database, FIRST_NUMBER, kinds.length);
  const tally: PurchaseTally = { begun: 0, buyers: 0, seconds: 0, turnedAway: {} };
  const visitor = () => new Visitor(shop, tally.buyers++);
  const flushes = FLUSH_AFTER.map((part) => Math.floor(part * kinds.length));
  const start = performance.now();
  const seconds = () => Math.round((performance.now() - start) / 1000);
  const report = setInterval(
    () =>
      console.log(
        `  ${seconds()} s: ${tally.begun} purchases, worker killed ${chaos.kills} times, Redis emptied ${chaos.flushes} times`,
      ),
    REPORT_EVERY,
  );
  let next = 0;
  const lane = async () => {
    for (let index = next++; index < kinds.length; index = next++) {
      if (flushes.includes(index)) await chaos.flush();
      const kind = kinds[index] ?? 'card';
      try {
        await purchase({ slug: slugOf(FIRST_NUMBER + index), kind, visitor, random });
        tally.begun += checkoutsOf(kind);
      } catch (error) {
        if (!(error instanceof TurnedAway)) throw error;
        tally.turnedAway[error.message] = (tally.turnedAway[error.message] ?? 0) + 1;
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
  for (let begun = 0; begun < count; ) {
    const kind = chooseKind(random());
    if (begun + checkoutsOf(kind) > count) continue;
    kinds.push(kind);
    begun += checkoutsOf(kind);
  }
  return kinds;
}
