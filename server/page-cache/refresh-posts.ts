import { revalidateTag } from 'next/cache';
import { announcePost, announceTags } from '#lib/live/announce.ts';

/** From so many on one tag stands for all works. */
const MAX_TAGS = 50;

/** After a change of many of an artist's works at once, and of whether their page is there. */
export async function refreshPosts(posts: readonly { id: string; slug: string }[], username: string): Promise<void> {
  const ofPosts = posts.length > MAX_TAGS ? ['posts'] : posts.map(({ slug }) => `post:${slug}`);
  const tags = ['gallery', `artist:${username.toLowerCase()}`, ...ofPosts];
  for (const tag of tags) revalidateTag(tag, { expire: 0 });
  await Promise.all([announceTags(tags), ...posts.map(({ id }) => announcePost(id))]);
}
