import { notFound, permanentRedirect } from 'next/navigation';
import { cachedRenamedArtist } from '#server/page-cache/public-posts.ts';

/** For a username that no artist has: leads to the artist who had it before, if there is one. */
export async function renamedOrNotFound(username: string): Promise<never> {
  const renamed = await cachedRenamedArtist(username);
  return renamed ? permanentRedirect(`/artists/${renamed}`) : notFound();
}
