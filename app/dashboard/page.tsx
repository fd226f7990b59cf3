import { randomUUID } from 'node:crypto';
import type { Metadata } from 'next';
import Link from 'next/link';
import { AcceptTermsForm } from '#components/dashboard/accept-terms-form.tsx';
import { OwnPostRow } from '#components/dashboard/own-post-row.tsx';
import { SavedNotice } from '#components/dashboard/saved-notice.tsx';
import { VisitorSummary } from '#components/dashboard/visitor-summary.tsx';
import { buttonClass } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { PageLinks } from '#components/ui/page-links.tsx';
import { problemMessage } from '#lib/auth/problem.ts';
import { requireViewer } from '#lib/auth/viewer.ts';
import { getArtist, listOwnPosts } from '#lib/posts/queries.ts';
import { readKeysetCursor } from '#lib/schemas/keyset-cursor.ts';
import { termsToAccept } from '#lib/settings/terms.ts';
import { getOwnVisitors } from '#lib/visits/queries.ts';
import { duplicatePostAction, postCommandAction } from '../posts/actions.ts';
import { savedSentence } from './saved-cookie.ts';
import { acceptTermsAction } from './terms-action.ts';

export const metadata: Metadata = { title: 'Your works' };

export default async function WorksPage({
  searchParams,
}: {
  searchParams: Promise<{ older?: string; newer?: string; problem?: string }>;
}) {
  const viewer = await requireViewer('/dashboard');
  const { problem, ...query } = await searchParams;
  const cursor = readKeysetCursor(query);
  const [{ rows: posts, ...around }, visitors, artist, terms] = await Promise.all([
    listOwnPosts(viewer, cursor),
    getOwnVisitors(viewer),
    getArtist(viewer.username),
    termsToAccept(viewer.id),
  ]);
  const saved = await savedSentence();
  const ownPage = `/artists/${viewer.username}`;
  return (
    <>
      <div className="mb-4 flex items-center justify-between gap-4">
        <h1 className="text-lg font-medium">Your works</h1>
        <Link href="/posts/new" prefetch={false} className={buttonClass('quiet')}>
          Post a work
        </Link>
      </div>
      {saved && <SavedNotice>{saved}</SavedNotice>}
      <Notice>{problemMessage(problem)}</Notice>
      {terms !== null && <AcceptTermsForm version={terms} action={acceptTermsAction} />}
      <p className="mt-4 mb-4 text-sm text-quiet">
        {artist ? (
          <Link href={ownPage} prefetch={false} className="underline underline-offset-4 hover:text-ink">
            Your page for visitors
          </Link>
        ) : (
          <>Your page for visitors, {ownPage}, opens with the first work that you publish.</>
        )}
      </p>
      {posts.length > 0 && !cursor && <VisitorSummary figures={visitors} />}
      {posts.length === 0 ? (
        <EmptyState title="Nothing posted yet">
          Your works will appear here. To start, all you need is a picture, a title and a price.
        </EmptyState>
      ) : (
        <ul>
          {posts.map((post) => (
            <OwnPostRow
              key={post.id}
              post={post}
              formKey={randomUUID()}
              action={postCommandAction}
              duplicate={duplicatePostAction}
            />
          ))}
        </ul>
      )}
      <PageLinks path="/dashboard" {...around} isNewest={!cursor} />
      <p className="mt-8 flex flex-wrap gap-x-6 gap-y-2">
        <Link href="/dashboard/works/import" prefetch={false} className={buttonClass('text')}>
          Import works from a file
        </Link>
        {posts.length > 0 && (
          // Not a Link: the router would fetch the file as a page.
          <a href="/dashboard/works/export" download className={buttonClass('text')}>
            Download as CSV
          </a>
        )}
      </p>
    </>
  );
}
