import type { Metadata } from 'next';
import Link from 'next/link';
import { nextAddress } from '#components/posts/address-after.ts';
import { PostWall } from '#components/posts/post-wall.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { cachedGallery } from '../../_cache/public-pages.ts';

export const dynamic = 'force-static';

type Props = { params: Promise<{ currency: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const wall = await cachedGallery((await params).currency, null);
  return { alternates: { canonical: '/' }, pagination: { next: nextAddress('/', wall?.page.next) } };
}

export default async function GalleryPage({ params }: Props) {
  const { currency } = await params;
  const wall = await cachedGallery(currency, null);
  return (
    <>
      <h1 className="max-w-3xl pt-8 pb-10 font-serif text-[2rem] leading-[1.1] tracking-tight sm:pt-16 sm:pb-16 sm:text-5xl">
        Works that exist once, straight from the artists who made them.
      </h1>
      {wall && wall.page.posts.length > 0 ? (
        <PostWall {...wall} path="/" api={`/api/posts?currency=${currency}`} />
      ) : (
        <EmptyState title="The walls are still empty">
          <Link href="/posts/new" prefetch={false} className="underline underline-offset-4">
            Post the first work
          </Link>
        </EmptyState>
      )}
    </>
  );
}
