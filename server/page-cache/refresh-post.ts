import { revalidateTag } from 'next/cache';
import { announcePost, announceTags } from '#lib/live/announce.ts';

/** After an artist's change: this process shows it at once; other processes and open pages are told. */
export async function refreshPost(post: { id: string; slug: string }, username: string): Promise<void> {
  for (const tag of ['gallery', `post:${post.slug}`, `artist:${username.toLowerCase()}`])
    revalidateTag(tag, { expire: 0 });
  await announcePost(post.id);
}

/** After a change of an artist's name or text, which is on every card and page of their works. */
export async function refreshAllPosts(): Promise<void> {
  revalidateTag('posts', { expire: 0 });
  await announceTags(['posts']);
}
