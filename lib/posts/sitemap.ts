import { db, Prisma } from '#lib/db.ts';
import type { Cursor } from '#lib/schemas/posts.ts';
import { isPublic } from './queries.ts';

/** The limit of https://www.sitemaps.org/protocol.html. Posts that are published again may fill a file up to it. */
const MAX_URLS = 50_000;

export type SitemapPost = { slug: string; updatedAt: Date };

/**
 * Divides the public posts into files of `size`, by the time they were first published. Full files begin with the
 * oldest posts; their bounds never change and are looked up once. File 0 has the newest posts, too few for a full file.
 */
export function createSitemap(size: number) {
  /** The last post of each full file, oldest first. */
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

  /** Concurrent calls share one query; each would look for the same bound. */
  const updateBounds = () => {
    extending ??= extend().finally(() => {
      extending = undefined;
    });
    return extending;
  };

  return {
    /** The number of files, including file 0. */
    async files(): Promise<number> {
      await updateBounds();
      return bounds.length + 1;
    },
    /** The posts of a file; empty if there is no such file. */
    async posts(file: number): Promise<SitemapPost[]> {
      await updateBounds();
      if (file > bounds.length) return [];
      const [from, to] = file === 0 ? [bounds.at(-1)] : [bounds[file - 2], bounds[file - 1]];
      const until = to ? Prisma.sql`AND (listed_at, id) <= (${to.listedAt}, ${to.id}::uuid)` : Prisma.empty;
      return db().$queryRaw<SitemapPost[]>`
        SELECT slug, updated_at AS "updatedAt" FROM posts WHERE ${isPublic} ${after(from)} ${until}
        ORDER BY listed_at DESC, id DESC LIMIT ${MAX_URLS}`;
    },
  };
}

const after = (post: Cursor | undefined) =>
  post ? Prisma.sql`AND (listed_at, id) > (${post.listedAt}, ${post.id}::uuid)` : Prisma.empty;

export const sitemap = createSitemap(20_000);
