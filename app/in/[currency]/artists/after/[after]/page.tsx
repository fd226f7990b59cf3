import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { ArtistsList } from '#components/artists/artists-list.tsx';
import { cachedArtists } from '#server/page-cache/artists-index.ts';

export const dynamic = 'force-static';
export const generateStaticParams = () => [];

type Props = { params: Promise<{ after: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  if (!(await cachedArtists({ after: (await params).after }))) notFound();
  return { title: 'Artists', robots: { index: false } };
}

export default async function MoreArtistsPage({ params }: Props) {
  const page = await cachedArtists({ after: (await params).after });
  if (!page) notFound();
  return <ArtistsList page={page} />;
}
