import type { Metadata } from 'next';
import { ArtistHeader } from '#components/artists/artist-header.tsx';
import { nextPageUrl } from '#components/posts/grid/next-page-url.ts';
import { PostGrid } from '#components/posts/grid/post-grid.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { isolate } from '#lib/domain/isolate.ts';
import { artistCard, openGraphImages } from '#lib/view/open-graph.ts';
import { cachedShop } from '#server/page-cache/cached-shop.ts';
import { cachedArtist } from '#server/page-cache/public-posts.ts';
import { renamedOrNotFound } from '../renamed-or-not-found.ts';

export const dynamic = 'force-static';
export const generateStaticParams = () => [];

type Props = { params: Promise<{ currency: string; username: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { currency, username: requested } = await params;
  const [found, shop] = await Promise.all([cachedArtist(currency, requested, null), cachedShop()]);
  if (!found) return renamedOrNotFound(requested);
  const { displayName, username, bio } = found.artist;
  const description = bio.slice(0, 200) || `Works by ${isolate(displayName)}`;
  return {
    title: isolate(displayName),
    description,
    openGraph: {
      type: 'profile',
      title: displayName,
      description,
      url: `/artists/${username}`,
      images: openGraphImages('artist', username, artistCard(found.artist, found.page.posts, shop.name)),
    },
    twitter: { card: 'summary_large_image' },
    alternates: { canonical: `/artists/${username}` },
    pagination: { next: nextPageUrl(`/artists/${username}`, found.page.next) },
  };
}

export default async function ArtistPage({ params }: Props) {
  const { currency, username } = await params;
  const found = await cachedArtist(currency, username, null);
  if (!found) return renamedOrNotFound(username);
  const { artist, ...works } = found;
  return (
    <>
      <ArtistHeader artist={artist} />
      {works.page.posts.length > 0 ? (
        <PostGrid
          {...works}
          path={`/artists/${artist.username}`}
          api={`/api/posts?currency=${currency}&artist=${encodeURIComponent(artist.username)}`}
        />
      ) : (
        <EmptyState title="Nothing here yet">
          <bdi>{artist.displayName}</bdi> has not posted any works yet.
        </EmptyState>
      )}
    </>
  );
}
