import { parseArgs } from 'node:util';
import pg from 'pg';
import { CliError } from '../dev/terminal.ts';
import { explain, sequentialScans } from './explain.ts';
import { recordStatements } from './record-statements.ts';
import { measuredShop } from './shop/measured-shop.ts';
import { median } from './wrk.ts';

const DEEP_PAGE = 2_000;
const MAX_MILLISECONDS = 100;
const REQUESTS = 40;

type Cursor = { listedAt: Date; id: string };

/**
 * The gallery's first page and its 2,000th: the plans of the statements that lib/posts sends, and the response times of
 * `/api/posts`, which is never cached.
 */
export async function benchGallery(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: { url: { type: 'string' } } });
  const shop = await measuredShop(values.url);
  if (!shop.databaseUrl) throw new CliError('Set DATABASE_URL to the database of the shop that --url names.');
  const client = new pg.Client({ connectionString: shop.databaseUrl });
  await client.connect();
  try {
    const { PAGE_SIZE } = await import('#lib/posts/queries.ts');
    const works = await countWorks(client);
    const page = Math.min(DEEP_PAGE, Math.ceil(works / PAGE_SIZE));
    console.log(`${works.toLocaleString('en')} works in the gallery.`);
    if (page < DEEP_PAGE)
      console.log(
        `They fill only ${page} pages, so the last one is measured instead. ` +
          '`npm run seed -- --works <catalogue>` adds more.',
      );
    const after = page > 1 ? await cursorBefore(client, (page - 1) * PAGE_SIZE) : undefined;
    await printPage(client, shop.url, 'Page 1', undefined);
    if (after) await printPage(client, shop.url, `Page ${page.toLocaleString('en')}`, after);
  } finally {
    await client.end();
    const { db } = await import('#lib/db.ts');
    await db().$disconnect();
  }
}

async function printPage(client: pg.Client, shopUrl: string, name: string, after: Cursor | undefined): Promise<void> {
  const { listPublicPosts } = await import('#lib/posts/queries.ts');
  console.log(`\n== ${name}`);
  const statements = await recordStatements(() => listPublicPosts({ after }));
  const scanned = new Set<string>();
  for (const statement of statements) {
    const plan = await explain(client, statement);
    console.log(`\n${plan}`);
    for (const table of sequentialScans(plan)) scanned.add(table);
  }
  console.log(
    `\n${name}: ${scanned.size > 0 ? `sequential scans of ${[...scanned].join(', ')}` : 'index scans only'}.`,
  );
  const query = after ? `?after=${after.listedAt.getTime()}_${after.id}` : '';
  const times = await timesOf(`${shopUrl}/api/posts${query}`);
  console.log(
    `${name} through /api/posts: median ${median(times).toFixed(1)} ms, slowest ${Math.max(...times).toFixed(1)} ms ` +
      `of ${REQUESTS} requests; target: under ${MAX_MILLISECONDS} ms.`,
  );
}

async function timesOf(url: string): Promise<number[]> {
  const times: number[] = [];
  for (let request = 0; request < REQUESTS; request++) {
    const start = performance.now();
    const response = await fetch(url);
    await response.arrayBuffer();
    if (!response.ok) throw new Error(`${url} returned ${response.status}`);
    times.push(performance.now() - start);
  }
  return times;
}

const PUBLIC = `status <> 'DRAFT' AND hidden_at IS NULL`;

async function countWorks(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ count: number }>(`SELECT count(*)::int AS count FROM posts WHERE ${PUBLIC}`);
  return rows[0]?.count ?? 0;
}

/** The last work of the previous page, after which keyset paging continues. */
async function cursorBefore(client: pg.Client, offset: number): Promise<Cursor | undefined> {
  const { rows } = await client.query<{ listed_at: Date; id: string }>(
    `SELECT listed_at, id FROM posts WHERE ${PUBLIC} ORDER BY listed_at DESC, id DESC OFFSET $1 LIMIT 1`,
    [offset - 1],
  );
  return rows[0] && { listedAt: rows[0].listed_at, id: rows[0].id };
}
