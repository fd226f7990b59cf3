import { db } from '#lib/db.ts';

/** What Stripe may still be writing down when a list is read, seconds; read again at the next run. */
const OVERLAP = 120;

/**
 * Runs `compare` over the time (Unix seconds) since the last run that came to its end, one worker at a time, and remembers how far it
 * came. Where there is no mark yet it begins `firstDays` back.
 * @returns null when another worker is at it.
 */
export async function sinceMark<Result>(
  name: string,
  firstDays: number,
  compare: (since: number) => Promise<Result>,
): Promise<Result | null> {
  const begun = Math.floor(Date.now() / 1000);
  // The row is taken for two minutes at a time, so that a worker that died does not keep it.
  const [mark] = await db().$queryRaw<{ since: number }[]>`
    INSERT INTO reconciler_marks (name, up_to, taken_until)
    VALUES (${name}, now() - make_interval(days => ${firstDays}), now() + interval '2 minutes')
    ON CONFLICT (name) DO UPDATE SET taken_until = now() + interval '2 minutes'
      WHERE reconciler_marks.taken_until IS NULL OR reconciler_marks.taken_until < now()
    RETURNING extract(epoch FROM up_to)::float8 AS since`;
  if (!mark) return null;
  try {
    const result = await compare(Math.floor(mark.since));
    await db().$executeRaw`
      UPDATE reconciler_marks SET up_to = GREATEST(up_to, to_timestamp(${begun - OVERLAP})) WHERE name = ${name}`;
    return result;
  } finally {
    await db().$executeRaw`UPDATE reconciler_marks SET taken_until = NULL WHERE name = ${name}`;
  }
}
