import type { Candidate } from './candidates.ts';
import type { Rates } from './measure.ts';

const OF_BARE_PAGE = 0.9;
const OF_BARE_ROUTE = 0.5;
const OF_FILE = 0.7;

/** The table, and each aim with what was reached. */
export function printRates(candidates: Candidate[], rates: Rates[], galleryQueries: number): void {
  const rows = candidates.map(({ name, bytes }, index) => {
    const { next = null, bare = null, behindNginx = null, file = null } = rates[index] ?? {};
    const row = {
      bytes,
      'Next alone': whole(next),
      'bare Next': whole(bare),
      'of bare': ratio(next, bare),
      'behind nginx': whole(behindNginx),
      'file in nginx': whole(file),
      'of file': ratio(behindNginx, file),
    };
    return [name, row] as const;
  });
  console.log('Requests a second:');
  console.table(Object.fromEntries(rows));
  for (const [name, row] of rows) {
    const aim = name === '/api/posts' ? OF_BARE_ROUTE : OF_BARE_PAGE;
    const other = name === '/api/posts' ? 'a bare route handler' : 'a bare cached page';
    console.log(`${name}: ${row['of bare']} of ${other}, the aim is at least ${aim}; ${nginxPart(row['of file'])}.`);
  }
  const list = rates[candidates.findIndex(({ name }) => name === '/api/posts')]?.next ?? null;
  console.log(
    `PostgreSQL alone answers the gallery’s query ${whole(galleryQueries)} times a second; /api/posts comes ${ratio(list, galleryQueries)} times as often.`,
  );
}

const nginxPart = (reached: number | null) =>
  reached === null
    ? 'nginx is missing and left out: install it with `sudo apt-get install nginx-light`'
    : `behind nginx ${reached} of a file there, the aim is at least ${OF_FILE}`;

const whole = (rate: number | null) => rate && Math.round(rate);
const ratio = (one: number | null, other: number | null) => (one && other ? Number((one / other).toFixed(2)) : null);
