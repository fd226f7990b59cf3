import type pg from 'pg';

/** Public works from which the cases draw their parameters. */
export type SampleWork = {
  id: string;
  slug: string;
  artistId: string;
  username: string;
  displayName: string;
  title: string;
  tags: string[];
  medium: string | null;
  year: number | null;
  /** Euros. */
  value: number;
};

export type Samples = {
  /** In random order. */
  works: SampleWork[];
  /** Words of at most three works, words of very many works, and words in between. */
  words: { rare: string[]; common: string[]; usual: string[] };
};

const WORKS = 1_000;

/** Draws samples: always the same from the same database. */
export async function drawSamples(client: pg.Client): Promise<Samples> {
  const { rows: works } = await client.query<SampleWork>(
    `SELECT posts.id, slug, artist_id AS "artistId", username::text, display_name AS "displayName", title, tags, medium, year,
       price_value AS value
     FROM (SELECT id FROM posts WHERE status <> 'DRAFT' AND hidden_at IS NULL ORDER BY hashtextextended(id::text, 1) LIMIT $1) AS drawn
     JOIN posts USING (id) JOIN users ON users.id = artist_id ORDER BY hashtextextended(posts.id::text, 2)`,
    [WORKS],
  );
  const ordinary = `word ~ '^[a-z]{4,}$' AND to_tsvector('english', word) <> ''`;
  const words = async (which: string) => {
    const { rows } = await client.query<{ word: string }>(`SELECT word FROM search_words WHERE ${ordinary} ${which}`);
    return rows.map(({ word }) => word);
  };
  return {
    works,
    words: {
      rare: await words(`AND works BETWEEN 1 AND 3 ORDER BY hashtextextended(word, 1) LIMIT ${WORKS}`),
      common: await words('ORDER BY works DESC LIMIT 40'),
      usual: await words(`AND works > 3 ORDER BY works DESC OFFSET 40 LIMIT ${WORKS}`),
    },
  };
}
