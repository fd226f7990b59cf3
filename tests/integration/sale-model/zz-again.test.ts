import { test } from 'vitest';
import { saleModel } from './check-sales.ts';
const check = await saleModel();
test('again', () => check(1000, { seed: -1034812185, path: '590' }), 15 * 60_000);
