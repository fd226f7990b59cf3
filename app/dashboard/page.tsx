import type { Metadata } from 'next';
import Link from 'next/link';
import { OwnPostRow } from '#components/dashboard/own-post-row.tsx';
import { VisitorSummary } from '#components/dashboard/visitor-summary.tsx';
import { buttonClass } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { PageLinks, pageNumber } from '#components/ui/page-links.tsx';
import { requireViewer } from '#lib/auth/viewer.ts';
import { listOwnPosts, PAGE_SIZE } from '#lib/posts/queries.ts';
import { getOwnVisitors } from '#lib/visits/queries.ts';
import { postCommandAction } from '../posts/actions.ts';

export const metadata: Metadata = { title: 'Your works' };

export default async function WorksPage({
  searchParams,
}: {
  searchParams: Promise<{ page?: string; problem?: string }>;
}) {
  const viewer = await requireViewer('/dashboard');
  const { page: given, problem } = await searchParams;
  const page = pageNumber(given);
  const [{ posts, total }, visitors] = await Promise.all([listOwnPosts(viewer, page), getOwnVisitors(viewer)]);
  return (
    <>
      <div className="mb-4 flex items-center justify-between gap-4">
        <h1 className="text-lg font-medium">Your works</h1>
        <Link href="/posts/new" prefetch={false} className={buttonClass('quiet')}>
          Post a work
        </Link>
      </div>
      {problem && <Notice>{problem}</Notice>}
      {total > 0 && page === 1 && <VisitorSummary figures={visitors} />}
      {posts.length === 0 ? (
        <EmptyState title="Nothing posted yet">
          Your works will stand here. All it takes to begin is a picture, a title and a price.
        </EmptyState>
      ) : (
        <ul>
          {posts.map((post) => (
            <OwnPostRow key={post.id} post={post} action={postCommandAction} />
          ))}
        </ul>
      )}
      <PageLinks path="/dashboard" page={page} hasMore={page * PAGE_SIZE < total} />
    </>
  );
}
