import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { cache } from 'react';
import { z } from 'zod';
import { ImportStatus } from '#components/imports/import-status.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { problemMessage } from '#lib/auth/problem.ts';
import { currentViewer, requireViewer } from '#lib/auth/viewer.ts';
import { formatDateTime } from '#lib/domain/format-date.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { findImport } from '#lib/imports/find-imports.ts';
import { importAction } from '../actions.ts';

type Props = { params: Promise<{ id: string }>; searchParams: Promise<{ problem?: string | string[] }> };

/** Read once for the page and its metadata. */
const importOf = cache(async (viewer: Viewer, id: string) =>
  z.uuid().safeParse(id).success ? findImport(viewer, id) : null,
);

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const viewer = await currentViewer();
  if (viewer && !(await importOf(viewer, (await params).id))) notFound();
  return { title: 'Import' };
}

/** One import: what is wrong with its file, what it would do, how far it is, or what has become of it. */
export default async function ImportPage({ params, searchParams }: Props) {
  const { id } = await params;
  const viewer = await requireViewer(`/dashboard/imports/${encodeURIComponent(id)}`);
  const found = await importOf(viewer, id);
  if (!found) notFound();
  const { problem } = await searchParams;
  return (
    <>
      <p className="text-sm text-quiet">
        <Link href="/dashboard/works/import" prefetch={false} className="underline underline-offset-4">
          Import works
        </Link>
      </p>
      <h1 dir="auto" className="mt-2 mb-6 font-serif text-3xl tracking-tight">
        {found.name}
      </h1>
      <div className="max-w-3xl space-y-6">
        <Notice>{problemMessage(typeof problem === 'string' ? problem : undefined)}</Notice>
        <ImportStatus import={found} action={importAction} />
        {found.state !== 'running' && (
          <p className="text-sm text-quiet">
            This report is deleted on <time dateTime={found.endsAt}>{formatDateTime(found.endsAt)}</time>.
          </p>
        )}
      </div>
    </>
  );
}
