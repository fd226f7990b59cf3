import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { CollectionHeader } from '#components/collections/collection-header.tsx';
import { WorksGrid } from '#components/posts/grid/works-grid.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { isolate } from '#lib/domain/isolate.ts';
import { cachedCollection } from '#server/page-cache/collections.ts';

export const dynamic = 'force-static';
export const generateStaticParams = () => [];

type Props = { params: Promise<{ currency: string; slug: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { currency, slug } = await params;
  const found = await cachedCollection(currency, slug);
  if (!found) notFound();
  const { title, text } = found.collection;
  return {
    title: isolate(title),
    description: text.slice(0, 200) || `${isolate(title)}: works put together for you`,
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
