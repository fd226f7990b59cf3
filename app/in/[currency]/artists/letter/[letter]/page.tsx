import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { ArtistsList } from '#components/artists/artists-list.tsx';
import { cachedArtists } from '#server/page-cache/artists-index.ts';

export const dynamic = 'force-static';
export const generateStaticParams = () => [];

type Props = { params: Promise<{ letter: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { letter } = await params;
  if (!(await cachedArtists({ letter }))) notFound();
  return { title: `Artists from ${letter.toUpperCase()} on`, robots: { index: false } };
}

export default async function ArtistsFromLetterPage({ params }: Props) {
  const { letter } = await params;
  const page = await cachedArtists({ letter });
  if (!page) notFound();
  return <ArtistsList page={page} letter={letter} />;
}
