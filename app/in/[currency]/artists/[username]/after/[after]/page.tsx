import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { ArtistHead } from '#components/posts/artist-head.tsx';
import { PostWall } from '#components/posts/post-wall.tsx';
import { cachedArtist } from '../../../../../../_cache/public-pages.ts';

export const dynamic = 'force-static';
export const generateStaticParams = () => [];

export const metadata: Metadata = { title: 'More works', robots: { index: false, follow: true } };

export default async function ArtistAfterPage({ params }: { params: Promise<{ username: string; after: string }> }) {
  const { username, after } = await params;
  const found = await cachedArtist(username, after);
  if (!found) notFound();
  const { artist, page } = found;
  return (
    <>
      <ArtistHead artist={artist} />
      <PostWall page={page} path={`/artists/${artist.username}`} artist={artist.username} />
    </>
  );
}
