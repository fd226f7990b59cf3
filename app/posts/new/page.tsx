import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { PostForm } from '#components/posts/form/post-form.tsx';
import { requireViewer } from '#lib/auth/viewer.ts';
import { currentExchange } from '#lib/currency/queries.ts';
import { requestCurrency } from '#lib/http/request-currency.ts';
import { savePostAction } from '../actions.ts';

export const metadata: Metadata = { title: 'Post a work' };

export default async function NewPostPage() {
  await requireViewer('/posts/new');
  return (
    <div className="mx-auto max-w-2xl py-8 sm:py-14">
      <h1 className="mb-8 font-serif text-4xl tracking-tight">Post a work</h1>
      <PostForm
        action={savePostAction.bind(null, null)}
        initial={{ values: { currency: requestCurrency(await headers()) }, fieldErrors: {}, pictures: [] }}
        status={null}
        exchange={await currentExchange()}
      />
    </div>
  );
}
