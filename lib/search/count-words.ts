import { db, Prisma } from '#lib/db.ts';
import { redis } from '#lib/redis.ts';

/** With 5,000 rows of a million that were not in memory, a statement took up to two seconds. */
const SLICE = 1_000;
const FIRST_ID = '00000000-0000-0000-0000-000000000000';
/** Held by the worker that counts. It expires when the next count may start. */
const LEASE = 'search:counting-words';
const MIN_INTERVAL_SECONDS = 600;
/** The interval is this many times as long as the last count took. */
const INTERVAL_FACTOR = 100;

/**
 * If there are new words, recounts how many posts contain each word and deletes words that none contains. It need not
 * be up to date: the numbers only order suggestions.
 */
export async function countWords(stopping?: AbortSignal): Promise<void> {
  const [uncounted] = await db().$queryRaw<unknown[]>`SELECT 1 FROM search_words WHERE works = 0 LIMIT 1`;
  if (!uncounted || !(await redis().set(LEASE, '1', 'EX', MIN_INTERVAL_SECONDS, 'NX'))) return;
  const start = performance.now();
  const counts = await countAll(stopping);
  if (counts) await store(counts, stopping);
  const interval = Math.ceil(((performance.now() - start) / 1_000) * INTERVAL_FACTOR);
  await redis().expire(LEASE, Math.max(MIN_INTERVAL_SECONDS, interval));
}

/** @returns null if it was stopped. */
async function countAll(stopping: AbortSignal | undefined): Promise<Map<string, number> | null> {
  const counts = new Map<string, number>();
  for (let after: string | undefined = FIRST_ID; after !== undefined; ) {
    if (stopping?.aborted) return null;
    const ids: { id: string }[] = await db().$queryRaw`
      SELECT post_id::text AS id FROM post_search WHERE post_id > ${after}::uuid ORDER BY post_id LIMIT ${SLICE}`;
    const last = ids.at(-1)?.id;
    if (last !== undefined) {
      // ts_stat requires SQL as text. It is safe: both ids come from PostgreSQL.
      const slice = `SELECT doc FROM post_search WHERE post_id > '${after}' AND post_id <= '${last}'`;
      const rows = await db().$queryRaw<{ word: string; works: number }[]>`
        SELECT word, ndoc AS works FROM ts_stat(${slice}) WHERE is_search_word(word)`;
      for (const { word, works } of rows) counts.set(word, (counts.get(word) ?? 0) + works);
    }
    after = last;
  }
  return counts;
}

async function store(counts: Map<string, number>, stopping: AbortSignal | undefined): Promise<void> {
  for (const slice of slices([...counts])) {
    if (stopping?.aborted) return;
    await db().$executeRaw`
      UPDATE search_words AS known SET works = counted.works
      FROM unnest(${slice.map(([word]) => word)}::text[], ${slice.map(([, works]) => works)}::int[])
        AS counted (word, works)
      WHERE known.word = counted.word AND known.works <> counted.works`;
  }
  for (let after: string | undefined = ''; after !== undefined; ) {
    const known: { word: string }[] = await db().$queryRaw`
      SELECT word FROM search_words WHERE word > ${after} ORDER BY word LIMIT ${SLICE}`;
    const unused = known.filter(({ word }) => !counts.has(word)).map(({ word }) => word);
    // Checked again, because a post added meanwhile may contain one of them.
    if (unused.length > 0) {
      await db().$executeRaw`
        DELETE FROM search_words WHERE word IN (${Prisma.join(unused)})
          AND NOT EXISTS (SELECT 1 FROM post_search
            WHERE doc @@ ('''' || replace(replace(word, '\\', '\\\\'), '''', '''''') || '''')::tsquery)`;
    }
    after = known.at(-1)?.word;
  }
}

function slices<T>(list: T[]): T[][] {
  return Array.from({ length: Math.ceil(list.length / SLICE) }, (_, index) =>
    list.slice(index * SLICE, (index + 1) * SLICE),
  );
}
