import { db, Prisma } from '#lib/db.ts';
import type { Cursor } from '#lib/schemas/posts.ts';
import { isPublic } from './queries.ts';

/** What a file may hold by https://www.sitemaps.org/protocol.html; works that come back may fill one up to there. */
const MOST_ADDRESSES = 50_000;

export type SitemapPost = { slug: string; updatedAt: Date };

/**
 * The public works in files of `size`, by the time of their first listing. Full files begin with the oldest works and
 * keep their bounds, which are looked up once; file 0 has the newest, as many as fill no file.
 */
export function sitemapOf(size: number) {
  /** The last work of each full file, the oldest first. */
  const bounds: Cursor[] = [];
  let extending: Promise<void> | undefined;

  async function extend(): Promise<void> {
    for (let last = bounds.at(-1); ; last = bounds.at(-1)) {
      const [next] = await db().$queryRaw<Cursor[]>`
        SELECT listed_at AS "listedAt", id FROM posts WHERE ${isPublic} ${after(last)}
        ORDER BY listed_at, id LIMIT 1 OFFSET ${size - 1}`;
      if (!next) return;
      bounds.push(next);
    }
  }

  /** Two at once would look for the same bound. */
  const known = () => {
    extending ??= extend().finally(() => {
      extending = undefined;
    });
    return extending;
  };

  return {
    /** How many files there are, file 0 among them. */
    async files(): Promise<number> {
      await known();
      return bounds.length + 1;
    },
    /** The works of a file; none for one that is not there. */
    async posts(file: number): Promise<SitemapPost[]> {
      await known();
      if (file > bounds.length) return [];
      const [from, to] = file === 0 ? [bounds.at(-1)] : [bounds[file - 2], bounds[file - 1]];
      const until = to ? Prisma.sql`AND (listed_at, id) <= (${to.listedAt}, ${to.id}::uuid)` : Prisma.empty;
      return db().$queryRaw<SitemapPost[]>`
        SELECT slug, updated_at AS "updatedAt" FROM posts WHERE ${isPublic} ${after(from)} ${until}
        ORDER BY listed_at DESC, id DESC LIMIT ${MOST_ADDRESSES}`;
    },
  };
}

const after = (work: Cursor | undefined) =>
  work ? Prisma.sql`AND (listed_at, id) > (${work.listedAt}, ${work.id}::uuid)` : Prisma.empty;

/** The shop's. */
export const sitemap = sitemapOf(20_000);
