import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { ArtistHead } from '#components/posts/artist-head.tsx';
import { PostWall } from '#components/posts/post-wall.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { cachedArtist } from '../../../../_cache/public-pages.ts';

export const dynamic = 'force-static';
export const generateStaticParams = () => [];

type Props = { params: Promise<{ username: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const found = await cachedArtist((await params).username, null);
  if (!found) return {};
  const { displayName, username, bio } = found.artist;
  return {
    title: displayName,
    description: bio.slice(0, 200) || `Works by ${displayName}`,
    alternates: { canonical: `/artists/${username}` },
  };
}

export default async function ArtistPage({ params }: Props) {
  const found = await cachedArtist((await params).username, null);
  if (!found) notFound();
  const { artist, page } = found;
  return (
    <>
      <ArtistHead artist={artist} />
      {page.posts.length > 0 ? (
        <PostWall page={page} path={`/artists/${artist.username}`} artist={artist.username} />
      ) : (
        <EmptyState title="Nothing here yet">{artist.displayName} has not posted a work so far.</EmptyState>
      )}
    </>
  );
}
