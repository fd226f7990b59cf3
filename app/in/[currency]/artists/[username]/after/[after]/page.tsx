import type { Metadata } from 'next';
import Link from 'next/link';
import { ArtistHeader } from '#components/artists/artist-header.tsx';
import { nextPageUrl } from '#components/posts/grid/next-page-url.ts';
import { PostGrid } from '#components/posts/grid/post-grid.tsx';
import { isolate } from '#lib/domain/isolate.ts';
import { cachedArtist } from '#server/page-cache/public-posts.ts';
import { renamedOrNotFound } from '../../../renamed-or-not-found.ts';

export const dynamic = 'force-static';
export const generateStaticParams = () => [];

type Props = { params: Promise<{ currency: string; username: string; after: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { currency, username, after } = await params;
  const found = await cachedArtist(currency, username, after);
  if (!found) return renamedOrNotFound(username);
  const { artist, page } = found;
  return {
    title: `More works by ${isolate(artist.displayName)}`,
    robots: { index: false, follow: true },
    pagination: { next: nextPageUrl(`/artists/${artist.username}`, page.next) },
  };
}

export default async function ArtistAfterPage({ params }: Props) {
  const { currency, username, after } = await params;
  const found = await cachedArtist(currency, username, after);
  if (!found) return renamedOrNotFound(username);
  const { artist, ...works } = found;
  return (
    <>
      <ArtistHeader artist={artist} />
      <p className="-mt-2 pb-8 text-sm sm:-mt-6 sm:pb-12">
        <Link
          href={`/artists/${artist.username}`}
          prefetch={false}
          className="text-quiet underline underline-offset-4 hover:text-ink"
        >
          Back to the newest
        </Link>
      </p>
      <PostGrid
        {...works}
        path={`/artists/${artist.username}`}
        api={`/api/posts?currency=${currency}&artist=${encodeURIComponent(artist.username)}`}
      />
    </>
  );
}
