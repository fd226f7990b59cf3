import { test } from 'vitest';
import { RUNS, saleModel } from './check-sales.ts';

const checkSales = await saleModel();

// The same histories in each run, so that a change is to blame when one fails; another seed looks elsewhere.
test(
  'whatever happens, no work is sold twice and no money is lost',
  () => checkSales(RUNS / 2, { seed: 1 }),
  15 * 60_000,
);
