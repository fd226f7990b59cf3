import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { ArtistsList } from '#components/artists/artists-list.tsx';
import { cachedArtists } from '#server/page-cache/artists-index.ts';

export const dynamic = 'force-static';

export const metadata: Metadata = {
  title: 'Artists',
  description: 'All artists from A to Z, with their works that are for sale.',
  alternates: { canonical: '/artists' },
};

export default async function ArtistsPage() {
  const page = await cachedArtists(null);
  if (!page) notFound();
  return <ArtistsList page={page} />;
}
