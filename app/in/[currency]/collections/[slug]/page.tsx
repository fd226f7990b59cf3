import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { CollectionHeader } from '#components/collections/collection-header.tsx';
import { WorksGrid } from '#components/posts/grid/works-grid.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { isolate } from '#lib/domain/isolate.ts';
import { collectionCard, openGraphImages } from '#lib/view/open-graph.ts';
import { cachedShop } from '#server/page-cache/cached-shop.ts';
import { cachedCollection } from '#server/page-cache/collections.ts';

export const dynamic = 'force-static';
export const generateStaticParams = () => [];

type Props = { params: Promise<{ currency: string; slug: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { currency, slug } = await params;
  const [found, shop] = await Promise.all([cachedCollection(currency, slug), cachedShop()]);
  if (!found) notFound();
  const { title, text } = found.collection;
  const description = text.slice(0, 200) || `${isolate(title)}: works put together for you`;
  return {
    title: isolate(title),
    description,
    openGraph: {
      type: 'website',
      title,
      description,
      url: `/collections/${slug}`,
      images: openGraphImages('collection', slug, collectionCard(title, found.posts, shop.name)),
    },
    twitter: { card: 'summary_large_image' },
    alternates: { canonical: `/collections/${slug}` },
  };
}

export default async function CollectionPage({ params }: Props) {
  const { currency, slug } = await params;
  const found = await cachedCollection(currency, slug);
  if (!found) notFound();
  return (
    <>
      <CollectionHeader collection={found.collection} />
      {found.posts.length > 0 ? (
        <WorksGrid posts={found.posts} />
      ) : (
        <EmptyState title="No works here now">Those of this collection have left the gallery.</EmptyState>
      )}
    </>
  );
}
