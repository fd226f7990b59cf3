import { randomUUID } from 'node:crypto';
import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { cache } from 'react';
import { z } from 'zod';
import { ThreadDetail } from '#components/questions/thread-detail.tsx';
import { currentViewer, requireViewer } from '#lib/auth/viewer.ts';
import { isolate } from '#lib/domain/isolate.ts';
import { threadPath } from '#lib/domain/questions/question-mail.ts';
import { getThread } from '#lib/questions/get-thread.ts';
import { readKeysetCursor } from '#lib/schemas/keyset-cursor.ts';
import { blockAction, eraseAction, reportAction, sendAction } from '../../../messages/actions.ts';
import { readThreadQuery } from '../../../messages/thread-query.ts';

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Record<string, unknown>> };

const isId = (id: string) => z.uuid().safeParse(id).success;

/** Read once for the page and its metadata. */
const titleOf = cache(async (id: string) => {
  const viewer = await currentViewer();
  return viewer && isId(id) ? ((await getThread({ viewer, id }, null))?.work.title ?? null) : null;
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const title = await titleOf((await params).id);
  return { title: title === null ? 'Messages' : `Messages about ${isolate(title)}` };
}

export default async function ThreadPage({ params, searchParams }: Props) {
  const { id } = await params;
  const viewer = await requireViewer(isId(id) ? threadPath(id) : '/dashboard/messages');
  const query = await searchParams;
  const thread = isId(id) ? await getThread({ viewer, id }, readKeysetCursor(query)) : null;
  if (!thread) notFound();
  return (
    <>
      <p className="mb-6 text-sm">
        <Link
          href={thread.side === 'artist' ? '/dashboard/messages/received' : '/dashboard/messages/asked'}
          prefetch={false}
          className="text-quiet underline underline-offset-4 hover:text-ink"
        >
          All messages
        </Link>
      </p>
      <ThreadDetail
        thread={thread}
        formKey={randomUUID()}
        proof={{ name: 'thread', value: id }}
        path={threadPath(id)}
        {...readThreadQuery(query)}
        actions={{ send: sendAction, report: reportAction, block: blockAction, erase: eraseAction }}
      />
    </>
  );
}
