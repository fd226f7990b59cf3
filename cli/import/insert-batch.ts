import type { Client } from 'pg';
import type { ArtistRow, WorkRow } from './work-row.ts';

const INSERT_ARTISTS = `
  INSERT INTO users (id, username, email, display_name)
  SELECT id, CASE WHEN $2 THEN second_username ELSE username END, email, display_name
  FROM jsonb_to_recordset($1::jsonb)
    AS artist(id uuid, username text, second_username text, email text, display_name text)
  ON CONFLICT DO NOTHING`;

// Foreign keys are checked at the end of the statement, so one statement is enough.
const INSERT_WORKS = `
  WITH work AS (
    SELECT * FROM jsonb_to_recordset($1::jsonb) AS work(
      id uuid, slug text, artist_id uuid, title text, description text, content text, price_amount bigint,
      price_currency char(3), tags text[], medium text, year integer, dimensions text, listed_at timestamptz,
      image_id uuid, alt text, key char(64), width integer, height integer, widths integer[], avif boolean,
      placeholder text, colours text[])
  ), new_posts AS (
    INSERT INTO posts (id, slug, artist_id, title, description, content, price_amount, price_currency, tags, medium,
      year, dimensions, status, listed_at, created_at, updated_at)
    SELECT id, slug, artist_id, title, description, content, price_amount, price_currency, tags, medium, year,
      dimensions, 'LISTED', listed_at, listed_at, listed_at
    FROM work
    ON CONFLICT DO NOTHING
    RETURNING id
  ), new_images AS (
    INSERT INTO post_images (id, owner_id, post_id, alt, key, width, height, widths, avif, placeholder, colours,
      created_at)
    SELECT image_id, artist_id, id, alt, key, width, height, widths, avif, placeholder, colours, listed_at
    FROM work JOIN new_posts USING (id)
    ON CONFLICT DO NOTHING
  )
  SELECT count(*)::int AS works FROM new_posts`;

/**
 * Inserts artists and their works in one transaction; existing rows stay as they are.
 * @returns how many were new
 */
export async function insertBatch(
  client: Client,
  artists: ArtistRow[],
  works: WorkRow[],
): Promise<{ artists: number; works: number }> {
  await client.query('BEGIN');
  try {
    // A crash may lose the last batches; the import can simply be run again.
    await client.query('SET LOCAL synchronous_commit = off');
    const newArtists = await insertArtists(client, artists);
    const { rows } = await client.query<{ works: number }>(INSERT_WORKS, [JSON.stringify(distinct(works))]);
    await client.query('COMMIT');
    return { artists: newArtists, works: rows[0]?.works ?? 0 };
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  }
}

async function insertArtists(client: Client, artists: ArtistRow[]): Promise<number> {
  if (artists.length === 0) return 0;
  const first = await client.query(INSERT_ARTISTS, [JSON.stringify(artists), false]);
  const { rows } = await client.query<{ id: string }>('SELECT id FROM users WHERE id = ANY($1::uuid[])', [
    artists.map(({ id }) => id),
  ]);
  const existing = new Set(rows.map(({ id }) => id));
  const withTakenName = artists.filter(({ id }) => !existing.has(id));
  if (withTakenName.length === 0) return first.rowCount ?? 0;
  const second = await client.query(INSERT_ARTISTS, [JSON.stringify(withTakenName), true]);
  return (first.rowCount ?? 0) + (second.rowCount ?? 0);
}

/** Otherwise a work that is twice in one batch would get its picture twice. */
function distinct(works: WorkRow[]): WorkRow[] {
  return [...new Map(works.toReversed().map((work) => [work.id, work])).values()].toReversed();
}
