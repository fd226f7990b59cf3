import { updateTag } from 'next/cache';
import { announcePost } from '#lib/live/announce.ts';

/** After a change of an artist's: this process shows it at once, the others and the open pages hear of it. */
export async function refreshPost(post: { id: string; slug: string }, username: string): Promise<void> {
  for (const tag of ['gallery', `post:${post.slug}`, `artist:${username.toLowerCase()}`]) updateTag(tag);
  await announcePost(post.id);
}
