import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { nextPageUrl } from '#components/posts/grid/next-page-url.ts';
import { PostGrid } from '#components/posts/grid/post-grid.tsx';
import { cachedGallery } from '#server/page-cache/public-posts.ts';

export const dynamic = 'force-static';
export const generateStaticParams = () => [];

type Props = { params: Promise<{ currency: string; after: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { currency, after } = await params;
  const gallery = await cachedGallery(currency, after);
  if (!gallery) notFound();
  return {
    title: 'More works',
    robots: { index: false, follow: true },
    pagination: { next: nextPageUrl('/', gallery?.page.next) },
  };
}

/** A later page of the gallery, for visitors who follow “More works” as a link. */
export default async function GalleryAfterPage({ params }: Props) {
  const { currency, after } = await params;
  const gallery = await cachedGallery(currency, after);
  if (!gallery) notFound();
  return (
    <>
      <div className="flex flex-wrap items-baseline justify-between gap-4 py-8 sm:py-12">
        <h1 className="font-serif text-3xl">More works</h1>
        <Link href="/" className="text-sm text-quiet underline underline-offset-4 hover:text-ink">
          Back to the newest
        </Link>
      </div>
      {gallery.page.posts.length > 0 ? (
        <PostGrid {...gallery} path="/" api={`/api/posts?currency=${currency}`} />
      ) : (
        <p className="py-16 text-quiet">That is everything.</p>
      )}
    </>
  );
}
