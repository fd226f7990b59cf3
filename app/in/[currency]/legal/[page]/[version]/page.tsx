import type { Metadata } from 'next';
import { LegalText, legalMetadata } from '../../legal-text.tsx';

export const dynamic = 'force-static';
export const generateStaticParams = () => [];

type Props = { params: Promise<{ page: string; version: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { page, version } = await params;
  return legalMetadata(page, version);
}

/** One version of a page that the host has written, by its number. */
export default async function LegalPageVersion({ params }: Props) {
  const { page, version } = await params;
  return <LegalText name={page} version={version} />;
}
