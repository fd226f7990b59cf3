import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { NarrowPage } from '#components/accounts/narrow-page.tsx';
import { ReportForm } from '#components/reports/report-form.tsx';
import { currentViewer } from '#lib/auth/viewer.ts';
import { findReportedArtist } from '#lib/reports/find-subject.ts';
import { artistNameSchema } from '#lib/schemas/follows.ts';
import { reportArtistAction } from './actions.ts';

export const metadata: Metadata = { title: 'Report an artist', robots: { index: false } };

type Props = { params: Promise<{ username: string }> };

/** Reports an artist, with or without an account. */
export default async function ReportArtistPage({ params }: Props) {
  const { username } = await params;
  const [artist, viewer] = await Promise.all([
    artistNameSchema.safeParse(username).success ? findReportedArtist(username) : null,
    currentViewer(),
  ]);
  if (!artist) notFound();
  return (
    <NarrowPage title="Report an artist">
      <p className="mb-6">
        <Link href={`/artists/${artist.name}`} prefetch={false} className="underline underline-offset-4">
          <bdi>{artist.name}</bdi>
        </Link>
      </p>
      <ReportForm
        subject={artist.name}
        action={reportArtistAction}
        initial={{ values: { email: viewer?.email ?? '' }, fieldErrors: {} }}
      />
    </NarrowPage>
  );
}
