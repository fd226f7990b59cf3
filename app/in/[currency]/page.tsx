import type { Metadata } from 'next';
import Link from 'next/link';
import { ShopJsonLd } from '#components/layout/shop-json-ld.tsx';
import { nextPageUrl } from '#components/posts/grid/next-page-url.ts';
import { PostGrid } from '#components/posts/grid/post-grid.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { DEFAULT_TAGLINE } from '#lib/domain/shop-name.ts';
import { env } from '#lib/env.ts';
import { cachedShop } from '#server/page-cache/cached-shop.ts';
import { cachedGallery } from '#server/page-cache/public-posts.ts';

export const dynamic = 'force-static';

type Props = { params: Promise<{ currency: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const gallery = await cachedGallery((await params).currency, null);
  return { alternates: { canonical: '/' }, pagination: { next: nextPageUrl('/', gallery?.page.next) } };
}

export default async function GalleryPage({ params }: Props) {
  const { currency } = await params;
  const gallery = await cachedGallery(currency, null);
  const { name, logo, settings } = await cachedShop();
  return (
    <>
      <h1
        dir="auto"
        className="max-w-3xl pt-8 pb-10 font-serif text-[2rem] leading-[1.1] tracking-tight sm:pt-16 sm:pb-16 sm:text-5xl"
      >
        {settings.identity.tagline || DEFAULT_TAGLINE}
      </h1>
      {gallery && gallery.page.posts.length > 0 ? (
        <PostGrid {...gallery} path="/" api={`/api/posts?currency=${currency}`} />
      ) : (
        <EmptyState title="No works yet">
          <Link href="/posts/new" prefetch={false} className="underline underline-offset-4">
            Post the first work
          </Link>
        </EmptyState>
      )}
      <ShopJsonLd {...{ name, logo, origin: env().NEXTAUTH_URL }} contact={settings.contact} seller={settings.seller} />
    </>
  );
}
