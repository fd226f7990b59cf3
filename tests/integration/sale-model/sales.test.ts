import { writeFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import { test } from 'vitest';
import { printCounts, saleModel } from './check-sales.ts';

const checkSales = await saleModel();

test('whatever happens', async () => {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.start');
  await checkSales(200);
  const { profile } = await session.post('Profiler.stop');
  writeFileSync('/tmp/prof/run.cpuprofile', JSON.stringify(profile));
}, 600_000);
