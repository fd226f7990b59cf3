import { test } from 'vitest';
import { saleModel, TOTAL_RUNS } from './sale-model.ts';

const checkSales = await saleModel();

// A fixed seed, so that a failure is caused by a change and not by chance. Another seed tries other histories.
test('no random history sells a work twice or loses money', () => checkSales(TOTAL_RUNS / 2, { seed: 1 }), 15 * 60_000);
