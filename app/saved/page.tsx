import type { Metadata } from 'next';
import { headers } from 'next/headers';
import Link from 'next/link';
import { WorksGrid } from '#components/posts/grid/works-grid.tsx';
import { BrowserSavedList } from '#components/saved/browser-saved-list.tsx';
import { NothingSaved } from '#components/saved/nothing-saved.tsx';
import { RefreshAfterMerge } from '#components/saved/refresh-after-merge.tsx';
import { SavedRows } from '#components/saved/saved-rows.tsx';
import { PageLinks } from '#components/ui/page-links.tsx';
import { currentViewer } from '#lib/auth/viewer.ts';
import { currentExchange } from '#lib/currency/queries.ts';
import { ExpectedError, isErrorCode } from '#lib/domain/errors.ts';
import { quotePage } from '#lib/domain/exchange/quote-page.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { requestCurrency } from '#lib/http/request-currency.ts';
import { listSaved } from '#lib/posts/saved/queries.ts';
import { readKeysetCursor } from '#lib/schemas/keyset-cursor.ts';

export const metadata: Metadata = { title: 'Saved works', robots: { index: false } };

type Props = { searchParams: Promise<Record<string, unknown>> };

export default async function SavedPage({ searchParams }: Props) {
  const [viewer, params] = await Promise.all([currentViewer(), searchParams]);
  const { problem } = params;
  return (
    <>
      <h1 className="pt-6 pb-8 font-serif text-3xl sm:pt-12 sm:pb-12 sm:text-4xl">Saved works</h1>
      {typeof problem === 'string' && isErrorCode(problem) && (
        <p role="alert" className="mb-8">
          {new ExpectedError(problem).message}
        </p>
      )}
      {viewer ? <AccountSavedList viewer={viewer} params={params} /> : <WithoutAccount />}
    </>
  );
}

async function AccountSavedList({ viewer, params }: { viewer: Viewer; params: Record<string, unknown> }) {
  const cursor = readKeysetCursor(params);
  const [{ rows, ...around }, exchange, given] = await Promise.all([
    listSaved(viewer, cursor),
    currentExchange(),
    headers(),
  ]);
  const { posts } = quotePage({ posts: rows, next: null }, requestCurrency(given), exchange);
  return (
    <>
      <RefreshAfterMerge />
      {posts.length === 0 && !cursor && <NothingSaved />}
      <WorksGrid posts={posts} />
      <SavedRows posts={posts} />
      <PageLinks path="/saved" {...around} isNewest={!cursor} />
    </>
  );
}

function WithoutAccount() {
  return (
    <>
      <p className="mb-8 text-quiet">
        These are in this browser only.{' '}
        <Link href="/sign-in?next=/saved" className="underline underline-offset-4 hover:text-ink">
          Sign in
        </Link>{' '}
        to find them on your other devices too.
      </p>
      <BrowserSavedList />
    </>
  );
}
