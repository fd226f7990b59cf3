import type { Metadata } from 'next';
import Link from 'next/link';
import { buttonClass } from '#components/ui/button.tsx';
import { readBuyerToken } from '#lib/auth/buyer-token.ts';
import { currentViewer } from '#lib/auth/viewer.ts';
import { type ErrorCode, ExpectedError, isErrorCode } from '#lib/domain/errors.ts';
import { listOpenHolds } from '#lib/orders/list-open-holds.ts';

export const metadata: Metadata = { title: 'Not bought', robots: { index: false } };

type Props = { params: Promise<{ slug: string }>; searchParams: Promise<{ problem?: string; reference?: string }> };

/** Why a checkout did not begin. Nothing was charged. */
export default async function CheckoutProblemPage({ params, searchParams }: Props) {
  const { slug } = await params;
  const { problem = '', reference } = await searchParams;
  return (
    <div className="mx-auto max-w-lg py-20 text-center">
      <h1 className="font-serif text-3xl">This did not work</h1>
      <p role="alert" className="mt-4 text-lg">
        {sentence(problem)}
      </p>
      <p className="mt-2 text-quiet">
        Nothing was charged.
        {reference && /^[0-9a-f]{8}$/.test(reference) && ` If you write to us, name the reference ${reference}.`}
      </p>
      {problem === 'too-many-holds' && <OpenHolds />}
      <p className="mt-8 flex flex-wrap justify-center gap-4">
        {problem === 'signed-out' && (
          <Link href={`/sign-in?next=${encodeURIComponent(`/posts/${slug}`)}`} className={buttonClass()}>
            Sign in
          </Link>
        )}
        <Link href={`/posts/${slug}`} className={buttonClass('quiet')}>
          Back to the work
        </Link>
      </p>
    </div>
  );
}

/** What the visitor is buying, with the way to each order, where it can be paid or cancelled. */
async function OpenHolds() {
  const token = await readBuyerToken();
  const holds = token ? await listOpenHolds({ viewer: await currentViewer(), token }) : [];
  return (
    <ul className="mt-8 border-t border-line text-left">
      {holds.map(({ orderId, title }) => (
        <li key={orderId} className="border-b border-line py-3">
          <Link href={`/orders/${orderId}`} prefetch={false} className="underline underline-offset-4">
            {title}
          </Link>
        </li>
      ))}
    </ul>
  );
}

function sentence(problem: string): string {
  const code: ErrorCode = isErrorCode(problem) ? problem : 'try-later';
  return new ExpectedError(code).message;
}
