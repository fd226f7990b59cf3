import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { NarrowPage } from '#components/accounts/narrow-page.tsx';
import { ReportForm } from '#components/reports/report-form.tsx';
import { RightsHint } from '#components/reports/rights-hint.tsx';
import { currentViewer } from '#lib/auth/viewer.ts';
import { isSlug } from '#lib/domain/posts/slug.ts';
import { findReportedWork } from '#lib/reports/find-subject.ts';
import { reportWorkAction } from './actions.ts';

export const metadata: Metadata = { title: 'Report a work', robots: { index: false } };

type Props = { params: Promise<{ slug: string }> };

/** Reports a work, with or without an account. */
export default async function ReportWorkPage({ params }: Props) {
  const { slug } = await params;
  const [work, viewer] = await Promise.all([isSlug(slug) ? findReportedWork(slug) : null, currentViewer()]);
  if (!work) notFound();
  return (
    <NarrowPage title="Report a work">
      <p className="mb-6">
        <Link href={`/posts/${slug}`} prefetch={false} dir="auto" className="underline underline-offset-4">
          {work.name}
        </Link>
      </p>
      <ReportForm
        subject={slug}
        action={reportWorkAction}
        initial={{ values: { email: viewer?.email ?? '' }, fieldErrors: {} }}
      />
      <RightsHint url={`/posts/${slug}`} />
    </NarrowPage>
  );
}
