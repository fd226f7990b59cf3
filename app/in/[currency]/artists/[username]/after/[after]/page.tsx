import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { ArtistHead } from '#components/posts/artist-head.tsx';
import { PostWall } from '#components/posts/post-wall.tsx';
import { cachedArtist } from '../../../../../../_cache/public-pages.ts';

export const dynamic = 'force-static';
export const generateStaticParams = () => [];

export const metadata: Metadata = { title: 'More works', robots: { index: false, follow: true } };

type Props = { params: Promise<{ currency: string; username: string; after: string }> };

export default async function ArtistAfterPage({ params }: Props) {
  const { currency, username, after } = await params;
  const found = await cachedArtist(currency, username, after);
  if (!found) notFound();
  const { artist, ...wall } = found;
  return (
    <>
      <ArtistHead artist={artist} />
      <PostWall
        {...wall}
        path={`/artists/${artist.username}`}
        api={`/api/posts?currency=${currency}&artist=${encodeURIComponent(artist.username)}`}
      />
    </>
  );
}
