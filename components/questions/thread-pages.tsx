import Link from 'next/link';
import type { ReactNode } from 'react';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { PageLinks } from '#components/ui/page-links.tsx';
import { formatDateTime } from '#lib/domain/format-date.ts';
import type { KeysetPage } from '#lib/domain/keyset-page.ts';
import { threadPath } from '#lib/domain/questions/question-mail.ts';
import type { ThreadRowDto, ThreadView } from '#lib/domain/questions/thread-dto.ts';

const VIEWS: Record<ThreadView, { path: string; name: string; empty: string; more: ReactNode }> = {
  waiting: {
    path: '/dashboard/messages',
    name: 'Unanswered',
    empty: 'Nothing waits for your answer',
    more: 'Questions about your works are here until you answer them.',
  },
  received: {
    path: '/dashboard/messages/received',
    name: 'Received',
    empty: 'No questions yet',
    more: 'When somebody asks about one of your works, you get a mail, and find it here.',
  },
  asked: {
    path: '/dashboard/messages/asked',
    name: 'Asked by you',
    empty: 'You have not asked anything yet',
    more: 'Each work’s page has a link with which you can ask its artist.',
  },
};

type Props = { view: ThreadView; page: KeysetPage<ThreadRowDto>; isNewest: boolean };

/** One of the three lists of an account's threads, with links to the others. */
export function ThreadPages({ view, page: { rows, ...around }, isNewest }: Props) {
  const { path, empty, more } = VIEWS[view];
  return (
    <>
      <h1 className="text-lg font-medium">Messages</h1>
      <nav aria-label="Messages" className="mt-4">
        <ul className="flex flex-wrap gap-x-6 gap-y-1 text-sm">
          {Object.entries(VIEWS).map(([key, { path: href, name }]) => (
            <li key={key}>
              <Link
                href={href}
                prefetch={false}
                aria-current={key === view ? 'page' : undefined}
                className={key === view ? 'font-medium' : 'text-quiet underline underline-offset-4 hover:text-ink'}
              >
                {name}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      {rows.length === 0 ? (
        <EmptyState title={empty}>{more}</EmptyState>
      ) : (
        <ul className="mt-6">
          {rows.map((row) => (
            <ThreadRow key={row.id} row={row} />
          ))}
        </ul>
      )}
      <PageLinks path={path} {...around} isNewest={isNewest} />
    </>
  );
}

function ThreadRow({ row }: { row: ThreadRowDto }) {
  const { id, work, other, lastAt, excerpt, isOwnLast, waits } = row;
  return (
    <li className="border-t border-line py-4">
      <p className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
        <Link href={threadPath(id)} prefetch={false} className="min-w-0 underline-offset-4 hover:underline">
          <bdi>{work}</bdi>
        </Link>
        <time dateTime={lastAt} className="text-sm text-quiet tabular-nums">
          {formatDateTime(lastAt)}
        </time>
      </p>
      <p className="mt-1 text-sm">
        <bdi>{other}</bdi> {waits && <strong className="ml-2 font-medium text-accent">Waits for your answer</strong>}
      </p>
      <p className="mt-1 truncate text-sm text-quiet">
        {isOwnLast && 'You: '}
        <bdi>{excerpt}</bdi>
      </p>
    </li>
  );
}
