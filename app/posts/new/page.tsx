import { randomUUID } from 'node:crypto';
import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { SignOutForm } from '#components/accounts/sign-out-form.tsx';
import { PostForm } from '#components/posts/form/post-form.tsx';
import { requireViewer } from '#lib/auth/viewer.ts';
import { currentExchange } from '#lib/currency/queries.ts';
import type { PostFormState } from '#lib/domain/posts/post-form.ts';
import { requestCurrency } from '#lib/http/request-currency.ts';
import { signOutAction } from '../../sign-in/actions.ts';
import { findUnfinishedForm } from '../find-unfinished-form.ts';

export const metadata: Metadata = { title: 'Post a work' };

export default async function NewPostPage({ searchParams }: { searchParams: Promise<{ form?: string | string[] }> }) {
  const viewer = await requireViewer('/posts/new');
  const empty: PostFormState = {
    ...{ values: { currency: requestCurrency(await headers()) }, fieldErrors: {}, pictures: [] },
    ...{ postId: null, version: null, key: randomUUID() },
  };
  const unfinished = await findUnfinishedForm(viewer, { postId: null }, (await searchParams).form);
  return (
    <div className="mx-auto max-w-2xl py-8 sm:py-14">
      <div className="mb-8 flex flex-wrap items-baseline justify-between gap-4">
        <h1 className="font-serif text-4xl tracking-tight">Post a work</h1>
        <SignOutForm action={signOutAction} />
      </div>
      <PostForm
        initial={{ ...(unfinished ?? empty), key: unfinished?.key ?? empty.key }}
        status={null}
        path="/posts/new"
        exchange={await currentExchange()}
        isUnsaved={unfinished !== null}
      />
    </div>
  );
}
