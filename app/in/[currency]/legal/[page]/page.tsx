import type { Metadata } from 'next';
import { LegalText, legalMetadata } from '../legal-text.tsx';

export const dynamic = 'force-static';
export const generateStaticParams = () => [];

type Props = { params: Promise<{ page: string }> };

export const generateMetadata = async ({ params }: Props): Promise<Metadata> =>
  legalMetadata((await params).page, null);

/** A page that the host has written, as it is in force. */
export default async function LegalPage({ params }: Props) {
  return <LegalText name={(await params).page} version={null} />;
}
