import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound, redirect } from 'next/navigation';
import { z } from 'zod';
import { NewPrice } from '#components/posts/new-price.tsx';
import { describeOwnHold, OwnHoldActions } from '#components/posts/own-hold.tsx';
import { buttonClass } from '#components/ui/button.tsx';
import { readBuyerToken } from '#lib/auth/buyer-token.ts';
import { currentViewer } from '#lib/auth/viewer.ts';
import { type ErrorCode, ExpectedError, isErrorCode } from '#lib/domain/errors.ts';
import { describeConversion } from '#lib/domain/exchange/conversion.ts';
import type { Money } from '#lib/domain/money/money.ts';
import type { OwnHold } from '#lib/domain/sale/own-hold.ts';
import { findOwnHold } from '#lib/orders/checkout/find-own-hold.ts';
import { listOpenHolds } from '#lib/orders/checkout/list-open-holds.ts';
import { quotePost } from '#lib/posts/quote-post.ts';
import { quotedPriceSchema } from '#lib/schemas/quoted-price.ts';

export const metadata: Metadata = { title: 'Checkout', robots: { index: false } };

const querySchema = z.object({
  problem: z.string().catch(''),
  reference: z
    .string()
    .regex(/^[0-9a-f]{8}$/)
    .optional()
    .catch(undefined),
});

type Props = { params: Promise<{ slug: string }>; searchParams: Promise<Record<string, string | string[]>> };

/**
 * Explains why a checkout could not start, when nothing was charged. Without a problem: lets a buyer continue or cancel
 * what they are buying, also without JavaScript.
 */
export default async function CheckoutPage({ params, searchParams }: Props) {
  const { slug } = await params;
  const query = await searchParams;
  const { problem: given, reference } = querySchema.parse(query);
  const seen = quotedPriceSchema.safeParse(query);
  if (given === 'price-changed' && seen.success) return <PriceChanged slug={slug} seen={seen.data} />;
  const state = await findOwnHold(slug, { viewer: await currentViewer(), token: await readBuyerToken() });
  if (!given && !state) notFound();
  // Anyone who has paid must not read that nothing was charged, whatever the reason for this page is.
  if (state?.own && (!given || state.own.status !== 'HELD')) return <OpenCheckout slug={slug} own={state.own} />;
  const isHeld = state?.status === 'LISTED' && state.heldUntil !== null;
  if (!given && !isHeld) redirect(`/posts/${slug}`);
  const problem = given || 'being-bought';
  return (
    <div className="mx-auto max-w-lg py-20 text-center">
      <h1 className="font-serif text-3xl">{heading(problem)}</h1>
      <p role="alert" className="mt-4 text-lg">
        {sentence(problem)}
      </p>
      <p className="mt-2 text-quiet">
        Nothing was charged.
        {state?.own?.status === 'HELD' && ' The work is still reserved for you.'}
        {reference && ` If you contact us, please quote the reference ${reference}.`}
      </p>
      {problem === 'too-many-holds' && <OpenHolds />}
      {state?.own && (
        <div className="mt-8 flex justify-center">
          <OwnHoldActions slug={slug} own={state.own} continueText="Try again" />
        </div>
      )}
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

/** The buyer's own open checkout or purchase. */
function OpenCheckout({ slug, own }: { slug: string; own: OwnHold }) {
  return (
    <div className="mx-auto max-w-lg py-20 text-center">
      <h1 className="font-serif text-3xl">
        {own.status === 'PAID' ? 'This work is yours' : 'You are buying this work'}
      </h1>
      <p className="mt-4 text-lg">{describeOwnHold(own)}</p>
      <div className="mt-8 flex justify-center">
        <OwnHoldActions slug={slug} own={own} />
      </div>
      <p className="mt-8">
        <Link href={`/posts/${slug}`} prefetch={false} className="text-sm underline underline-offset-4">
          Back to the work
        </Link>
      </p>
    </div>
  );
}

/** The price or the rate has changed since the page was rendered: shows both amounts and asks for confirmation. */
async function PriceChanged({ slug, seen }: { slug: string; seen: Money }) {
  const quote = await quotePost(slug, seen.currency);
  return (
    <div className="mx-auto max-w-lg py-20 text-center">
      <h1 className="font-serif text-3xl">The price has changed</h1>
      {quote ? (
        <NewPrice
          slug={slug}
          seen={seen}
          now={quote.shown}
          conversion={describeConversion({ price: quote.price, charged: quote.shown, rate: quote })}
        />
      ) : (
        <p role="alert" className="mt-4 text-lg">
          {sentence('not-for-sale')}
        </p>
      )}
      <p className="mt-6">
        <Link href={`/posts/${slug}`} prefetch={false} className="text-sm underline underline-offset-4">
          Back to the work
        </Link>
      </p>
    </div>
  );
}

/** The works that the visitor has reserved, with links to the orders, where they can be paid or cancelled. */
async function OpenHolds() {
  const token = await readBuyerToken();
  const holds = token ? await listOpenHolds({ viewer: await currentViewer(), token }) : [];
  return (
    <ul className="mt-8 border-t border-line text-left">
      {holds.map(({ orderId, title }) => (
        <li key={orderId} className="border-b border-line py-3">
          <Link href={`/orders/${orderId}`} prefetch={false} className="underline underline-offset-4">
            <bdi>{title}</bdi>
          </Link>
        </li>
      ))}
    </ul>
  );
}

const HEADINGS: Partial<Record<ErrorCode, string>> = {
  'being-bought': 'Someone else is checking out',
  'not-for-sale': 'Not for sale',
  'own-work': 'Your own work',
  'payment-refused': 'Payment not accepted',
  'price-changed': 'The price has changed',
  'reserved-too-often': 'Reserved too often',
  'signed-out': 'You are signed out',
  sold: 'Already sold',
  'too-many-holds': 'Too many open checkouts',
  'too-many-holds-here': 'Too many open checkouts',
};

const heading = (problem: string): string =>
  (isErrorCode(problem) && HEADINGS[problem]) || 'Checkout is not available right now';

function sentence(problem: string): string {
  const code: ErrorCode = isErrorCode(problem) ? problem : 'try-later';
  return new ExpectedError(code).message;
}
