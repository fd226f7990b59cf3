import { parseArgs } from 'node:util';
import { findCandidates } from './pages/candidates.ts';
import { measureGalleryQuery } from './pages/gallery-query.ts';
import { measureCandidates } from './pages/measure.ts';
import { printRates } from './pages/print-rates.ts';
import { printSaleVisibility } from './pages/sale-visibility.ts';
import { requirePgbench } from './sale/pgbench.ts';
import { scriptWeight } from './script-weight.ts';
import { startBareApp } from './shop/bare-server.ts';
import { configureLib } from './shop/configure-lib.ts';
import { startOwnShop } from './shop/own-shop.ts';
import { addWorks, FIRST_NUMBER } from './shop/works.ts';
import { requireWrk } from './wrk.ts';

const WORKS = 240;
const MAX_KILOBYTES = 40;

/**
 * Requests a second of the public pages, from Next alone and behind deploy/nginx.conf, each beside its limits with the
 * same number of bytes in the same run; how soon a sale is visible through nginx; and the size of the gallery's
 * JavaScript.
 */
export async function benchPages(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { seconds: { type: 'string', default: '5' }, rounds: { type: 'string', default: '3' } },
  });
  requireWrk();
  requirePgbench();
  const shop = await startOwnShop();
  configureLib(shop);
  await addWorks(shop.database, FIRST_NUMBER, WORKS);
  // Realistic text: characters beyond Latin-1 on every page.
  await shop.database.query(`UPDATE posts SET title = '“' || title || '”', description = 'A study – for Zoë’s “sea”.'`);
  const bare = await startBareApp();
  const { candidates, nginxUrl } = await findCandidates(shop, bare, FIRST_NUMBER);
  const loads = { seconds: Number(values.seconds), rounds: Number(values.rounds) };
  const rates = await measureCandidates(candidates, loads);
  printRates(candidates, rates, await measureGalleryQuery(shop.databaseUrl));
  if (nginxUrl) await printSaleVisibility(shop, nginxUrl, FIRST_NUMBER + WORKS - 1);
  await printScripts(`${shop.url}/`, await bare.page(candidates[0]?.bytes ?? 0));
}

async function printScripts(galleryUrl: string, bareUrl: string): Promise<void> {
  const [gallery, bare] = [await scriptWeight(galleryUrl), await scriptWeight(bareUrl)];
  const kilobytes = (bytes: number) => (bytes / 1024).toFixed(1);
  console.log(
    `JavaScript, gzip: gallery ${kilobytes(gallery.gzipBytes)} KB in ${gallery.files} files, ` +
      `bare page ${kilobytes(bare.gzipBytes)} KB in ${bare.files}; ` +
      `${kilobytes(gallery.gzipBytes - bare.gzipBytes)} KB more, target: at most ${MAX_KILOBYTES}.`,
  );
}
