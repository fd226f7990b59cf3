import { test } from 'vitest';
import { printCounts, saleModel } from './check-sales.ts';

const checkSales = await saleModel();

test('whatever happens', async () => {
  const begun = performance.now();
  await checkSales(Number(process.env.RUNS ?? 50), process.env.SEED ? { seed: Number(process.env.SEED) } : undefined);
  printCounts();
  console.log(Math.round(performance.now() - begun), 'ms');
}, 600_000);
