import type { Candidate } from './candidates.ts';
import type { Rates } from './measure.ts';

const MIN_OF_BARE_PAGE = 0.9;
const MIN_OF_BARE_ROUTE = 0.5;
const MIN_OF_FILE = 0.7;

/** Prints the table, and each target beside the result. */
export function printRates(candidates: Candidate[], rates: Rates[], galleryQueries: number): void {
  const rows = candidates.map(({ name, bytes }, index) => {
    const { next = null, bare = null, behindNginx = null, file = null } = rates[index] ?? {};
    const row = {
      bytes,
      'Next alone': rounded(next),
      'bare Next': rounded(bare),
      'of bare': ratio(next, bare),
      'behind nginx': rounded(behindNginx),
      'file in nginx': rounded(file),
      'of file': ratio(behindNginx, file),
    };
    return [name, row] as const;
  });
  console.log('Requests a second:');
  console.table(Object.fromEntries(rows));
  for (const [name, row] of rows) {
    const target = name === '/api/posts' ? MIN_OF_BARE_ROUTE : MIN_OF_BARE_PAGE;
    const other = name === '/api/posts' ? 'a bare route handler' : 'a bare cached page';
    console.log(`${name}: ${row['of bare']} of ${other}, target: at least ${target}; ${nginxPart(row['of file'])}.`);
  }
  const list = rates[candidates.findIndex(({ name }) => name === '/api/posts')]?.next ?? null;
  console.log(
    `PostgreSQL alone runs the gallery’s query ${rounded(galleryQueries)} times a second; ` +
      `/api/posts responds ${ratio(list, galleryQueries)} times as often.`,
  );
}

const nginxPart = (ofFile: number | null) =>
  ofFile === null
    ? 'not measured behind nginx, which is missing: install it with `sudo apt-get install nginx-light`'
    : `behind nginx ${ofFile} of a static file, target: at least ${MIN_OF_FILE}`;

const rounded = (rate: number | null) => rate && Math.round(rate);
const ratio = (one: number | null, other: number | null) => (one && other ? Number((one / other).toFixed(2)) : null);
