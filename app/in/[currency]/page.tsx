import type { Metadata } from 'next';
import Link from 'next/link';
import { BrowseNav } from '#components/browse/browse-nav.tsx';
import { CollectionCards } from '#components/collections/collection-cards.tsx';
import { ShopJsonLd } from '#components/layout/shop-json-ld.tsx';
import { nextPageUrl } from '#components/posts/grid/next-page-url.ts';
import { PostGrid } from '#components/posts/grid/post-grid.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { DEFAULT_TAGLINE, SHOP_INTRO } from '#lib/domain/shop-name.ts';
import { env } from '#lib/env.ts';
import { browseLinks } from '#lib/view/browse-links.ts';
import { openGraphImages, shopCard } from '#lib/view/open-graph.ts';
import { cachedBrowseValues } from '#server/page-cache/browse-values.ts';
import { cachedShop } from '#server/page-cache/cached-shop.ts';
import { cachedCollections } from '#server/page-cache/collections.ts';
import { SHOP_ID } from '#server/page-cache/open-graph.ts';
import { cachedExchange, cachedGallery } from '#server/page-cache/public-posts.ts';

export const dynamic = 'force-static';

type Props = { params: Promise<{ currency: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { currency } = await params;
  const [gallery, { name, settings }] = await Promise.all([cachedGallery(currency, null), cachedShop()]);
  const tagline = settings.identity.tagline || DEFAULT_TAGLINE;
  return {
    alternates: { canonical: '/' },
    pagination: { next: nextPageUrl('/', gallery?.page.next) },
    openGraph: {
      type: 'website',
      title: name,
      description: tagline,
      url: '/',
      images: openGraphImages('shop', SHOP_ID, shopCard(name, tagline, gallery?.page.posts ?? [])),
    },
    twitter: { card: 'summary_large_image' },
  };
}

export default async function GalleryPage({ params }: Props) {
  const { currency } = await params;
  const [gallery, values, exchange, collections, { name, logo, settings }] = await Promise.all([
    cachedGallery(currency, null),
    cachedBrowseValues(),
    cachedExchange(),
    cachedCollections(),
    cachedShop(),
  ]);
  return (
    <>
      <h1
        dir="auto"
        className="max-w-3xl pt-4 font-serif text-[2rem] leading-[1.1] tracking-tight sm:pt-12 sm:text-5xl"
      >
        {settings.identity.tagline || DEFAULT_TAGLINE}
      </h1>
      <p className="mt-4 mb-8 max-w-2xl text-quiet">{SHOP_INTRO}</p>
      <BrowseNav {...browseLinks(values, currency, exchange)} />
      <CollectionCards collections={collections} />
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
