import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { cache } from 'react';
import { VisitorChart } from '#components/dashboard/visitor-chart.tsx';
import { VisitorNumbers } from '#components/dashboard/visitor-numbers.tsx';
import { currentViewer, requireViewer } from '#lib/auth/viewer.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { getPostVisitors } from '#lib/visits/queries.ts';

type Props = { params: Promise<{ slug: string }> };

/** Read once for the page and its metadata. */
const visitorsOf = cache((viewer: Viewer, slug: string) => getPostVisitors(viewer, slug));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const viewer = await currentViewer();
  if (viewer && !(await visitorsOf(viewer, (await params).slug))) notFound();
  return { title: 'Visitors of your work' };
}

export default async function WorkVisitorsPage({ params }: Props) {
  const { slug } = await params;
  const viewer = await requireViewer(`/dashboard/works/${slug}/visitors`);
  const work = await visitorsOf(viewer, slug);
  if (!work) notFound();
  const link = 'underline underline-offset-4';
  return (
    <>
      <p className="text-sm text-quiet">
        <Link href="/dashboard" prefetch={false} className={link}>
          Your works
        </Link>
      </p>
      <h1 className="mt-2 mb-8 font-serif text-3xl tracking-tight">
        {work.isPublic ? (
          <Link href={`/posts/${slug}`} prefetch={false} className="underline-offset-4 hover:underline">
            <bdi>{work.title}</bdi>
          </Link>
        ) : (
          <bdi>{work.title}</bdi>
        )}
        <span className="mt-1 block font-sans text-lg font-medium tracking-normal">Visitors</span>
      </h1>
      <VisitorNumbers {...work.figures} />
      <div className="mt-10 max-w-4xl">
        <VisitorChart title="Visitors in the last 30 days" days={work.figures.days} />
      </div>
      <p className="mt-8 max-w-prose text-sm text-quiet">
        Each visitor counts once a day, however often they come; you and bots are not counted. Days are in UTC, and new
        visitors appear within a few seconds. Nothing is stored that could identify a visitor, so large numbers are
        accurate to about one percent.
      </p>
    </>
  );
}
