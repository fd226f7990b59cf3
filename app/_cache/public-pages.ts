import { unstable_cache } from 'next/cache';
import type { ArtistView, PostPage, PostView } from '#lib/domain/post-view.ts';
import { getArtist, getPublicPost, listPublicPosts } from '#lib/posts/queries.ts';
import { cursorSchema } from '#lib/schemas/posts.ts';

/**
 * What the cached pages show. The tags given here become those of the whole page, by which a sale or
 * a change makes it new; without any, a page is drawn again after ten minutes.
 */
const TEN_MINUTES = 600;

/** One page of the gallery, or null for a cursor that is none. */
export async function cachedGallery(after: string | null): Promise<PostPage | null> {
  const cursor = after === null ? undefined : cursorSchema.safeParse(after).data;
  if (after !== null && !cursor) return null;
  const load = unstable_cache(() => listPublicPosts({ after: cursor }), ['gallery', after ?? ''], {
    tags: ['gallery', 'posts'],
    revalidate: TEN_MINUTES,
  });
  return load();
}

/** A public post by its slug, which never changes; a missing one is remembered too, until it is there. */
export async function cachedPost(slug: string): Promise<PostView | null> {
  const load = unstable_cache(() => getPublicPost(slug), ['post', slug], {
    tags: [`post:${slug}`, 'posts'],
    revalidate: TEN_MINUTES,
  });
  return load();
}

export async function cachedArtist(
  username: string,
  after: string | null,
): Promise<{ artist: ArtistView; page: PostPage } | null> {
  const cursor = after === null ? undefined : cursorSchema.safeParse(after).data;
  if (after !== null && !cursor) return null;
  const load = unstable_cache(
    async () => {
      const found = await getArtist(username);
      if (!found) return null;
      const { id, ...artist } = found;
      return { artist, page: await listPublicPosts({ artistId: id, after: cursor }) };
    },
    ['artist', username, after ?? ''],
    { tags: [`artist:${username.toLowerCase()}`, 'posts'], revalidate: TEN_MINUTES },
  );
  return load();
}
