import { Client } from 'pg';
import { parseCatalogueLine } from './catalogue-line.ts';
import { insertBatch } from './insert-batch.ts';
import type { PoolPicture } from './pick-picture.ts';
import type { NumberedLine } from './read-lines.ts';
import { type ArtistRow, artistIdOf, artistRow, type WorkRow, workRow } from './work-row.ts';

const BATCH_SIZE = 1_000;

export type ImportOptions = {
  lines: AsyncIterable<NumberedLine>;
  databaseUrl: string;
  /** Pictures to choose from; at least one. */
  pool: readonly PoolPicture[];
  onProgress?: (counts: ImportCounts) => void;
  onBadLine?: (lineNumber: number, problem: string) => void;
};

export type ImportCounts = {
  lines: number;
  /** Works and artists inserted by this run. */
  works: number;
  artists: number;
  /** Works already in the database, or repeated in the file. */
  known: number;
  bad: number;
};

/**
 * Streams a catalogue into the database, a thousand works at a time. Every value is derived from the line, so a second
 * run changes nothing. Blank lines are ignored, invalid ones reported and skipped.
 */
export async function importWorks({
  lines,
  databaseUrl,
  pool,
  onProgress,
  onBadLine,
}: ImportOptions): Promise<ImportCounts> {
  const counts: ImportCounts = { lines: 0, works: 0, artists: 0, known: 0, bad: 0 };
  const seenArtists = new Set<string>();
  let artists: ArtistRow[] = [];
  let works: WorkRow[] = [];
  const client = new Client({ connectionString: databaseUrl, application_name: 'makeyourspace import' });
  await client.connect();
  const flush = async () => {
    if (works.length === 0) return;
    const written = await insertBatch(client, artists, works);
    counts.artists += written.artists;
    counts.works += written.works;
    counts.known += works.length - written.works;
    artists = [];
    works = [];
    onProgress?.({ ...counts });
  };
  try {
    for await (const line of lines) {
      counts.lines += 1;
      if (line.text?.trim() === '') continue;
      const parsed = parseCatalogueLine(line);
      if ('problem' in parsed) {
        counts.bad += 1;
        onBadLine?.(line.number, parsed.problem);
        continue;
      }
      const artistId = artistIdOf(parsed.work);
      if (!seenArtists.has(artistId)) {
        seenArtists.add(artistId);
        artists.push(artistRow(parsed.work));
      }
      works.push(workRow(parsed.work, line.number, pool));
      if (works.length >= BATCH_SIZE) await flush();
    }
    await flush();
    await client.query('ANALYZE users, posts, post_images');
    return counts;
  } finally {
    await client.end();
  }
}
