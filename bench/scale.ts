import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { CliError, step } from '../dev/terminal.ts';
import { measureInProcess } from './scale/measure-in-process.ts';
import { printTable, type SizeMeasured } from './scale/print-table.ts';
import { scaleDatabase, startScaleServer } from './scale/scale-database.ts';
import { loadSource } from './scale/source.ts';

const SIZES = '10000,100000,1000000';

/**
 * Measures the shop's queries and writes at several sizes, with one database for each. `--keep <folder>` keeps the
 * databases for the next run, `--cases <pattern>` measures only the cases whose names match; `--only fill` ends after
 * filling the databases, and `--only open` leaves them running until Ctrl-C.
 */
export async function benchScale(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      sizes: { type: 'string', default: SIZES },
      works: { type: 'string' },
      keep: { type: 'string' },
      runs: { type: 'string', default: '200' },
      cases: { type: 'string' },
      only: { type: 'string' },
    },
  });
  const sizes = values.sizes.split(',').map(Number);
  if (!sizes.every((size) => Number.isInteger(size) && size > 0))
    throw new CliError('--sizes must be whole numbers separated by commas.');
  const source = await loadSource(values.works);
  const server = await startScaleServer(values.keep);
  const urls = new Map<number, string>();
  for (const size of sizes) urls.set(size, await scaleDatabase(server, size, source));
  if (values.only === 'fill') return;
  if (values.only === 'open') return untilCtrlC(urls);
  const measured: SizeMeasured[] = [];
  for (const [size, url] of urls) {
    const name = `${size.toLocaleString('en')} works measured`;
    measured.push({
      size,
      cases: await step(name, () => measureInProcess(url, Number(values.runs), values.cases), { long: true }),
    });
  }
  printTable(measured);
  if (measured.some(({ cases }) => cases.some(({ failure }) => failure !== null))) process.exitCode = 1;
}

async function untilCtrlC(urls: ReadonlyMap<number, string>): Promise<void> {
  for (const url of urls.values()) console.log(url);
  console.log('Running until Ctrl-C.');
  await once(process, 'SIGINT');
}
