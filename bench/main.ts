import { CliError } from '../dev/terminal.ts';
import { EnvError } from '../lib/env.ts';
import { cleanUp } from './shop/clean-up.ts';

const USAGE = `Usage: npm run bench -- <name> [options]
  pages       cached pages, alone and behind nginx  [--seconds 5] [--rounds 3]
  lighthouse  the pages on a simulated phone        [--url <URL of a running shop>] [--runs 5] [--only home,work,…]
  memory      the page cache under endless new URLs [--addresses 40000]
  gallery     the gallery’s queries                 [--url <URL of a running shop>]
  sale        each step of a sale, and its limit    [--rounds 3] [--seconds 8] [--events 4000]
              [--only checkouts,webhooks,events,sold] [--profile <folder>]
  storm       purchases while services fail         [--purchases 10000] [--at-once 32] [--seed 1] [--limit 900] [--keep]
  accounts    whether timing tells which accounts there are  [--tries 200]
  api         lists, reads and changes by token      [--seconds 4] [--rounds 5]
  uploads     a cached page during uploads          [--uploads 200] [--seconds 10]
  scale       every list, search and write by size  [--sizes 10000,100000,1000000] [--works <catalogue>]
              [--keep <folder>] [--runs 200] [--cases <pattern>] [--only fill,open]`;

const benches: Record<string, () => Promise<(args: string[]) => Promise<void>>> = {
  pages: async () => (await import('./pages.ts')).benchPages,
  lighthouse: async () => (await import('./lighthouse.ts')).benchLighthouse,
  memory: async () => (await import('./memory.ts')).benchMemory,
  gallery: async () => (await import('./gallery.ts')).benchGallery,
  sale: async () => (await import('./sale.ts')).benchSale,
  storm: async () => (await import('./storm.ts')).benchStorm,
  uploads: async () => (await import('./uploads.ts')).benchUploads,
  api: async () => (await import('./api.ts')).benchApi,
  accounts: async () => (await import('./accounts.ts')).benchAccounts,
  scale: async () => (await import('./scale.ts')).benchScale,
};

const [name = '', ...args] = process.argv.slice(2);
try {
  const load = Object.hasOwn(benches, name) ? benches[name] : undefined;
  if (!load) throw new CliError(USAGE);
  const bench = await load();
  await bench(args);
} catch (error) {
  const isUsage = error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
  if (isUsage) console.error(`${error.message}\n${USAGE}`);
  else console.error(error instanceof CliError || error instanceof EnvError ? error.message : error);
  process.exitCode = 1;
} finally {
  await cleanUp();
}
