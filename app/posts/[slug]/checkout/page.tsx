import type { Metadata } from 'next';
import Link from 'next/link';
import { buttonClass } from '#components/ui/button.tsx';
import { type ErrorCode, ExpectedError, isErrorCode } from '#lib/domain/errors.ts';

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
      <p className="mt-8">
        <Link href={`/posts/${slug}`} className={buttonClass('quiet')}>
          Back to the work
        </Link>
      </p>
    </div>
  );
}

function sentence(problem: string): string {
  const code: ErrorCode = isErrorCode(problem) ? problem : 'try-later';
  return new ExpectedError(code).message;
}
