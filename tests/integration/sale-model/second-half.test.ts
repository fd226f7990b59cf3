import { test } from 'vitest';
import { RUNS, saleModel } from './check-sales.ts';

const checkSales = await saleModel();

test('whatever happens, no work is sold twice and no money is lost', () => checkSales(RUNS / 2), 15 * 60_000);
