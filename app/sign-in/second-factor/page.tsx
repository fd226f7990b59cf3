import type { Metadata } from 'next';
import Link from 'next/link';
import { redirect } from 'next/navigation';
import { CodeForm } from '#components/accounts/code-form.tsx';
import { NarrowPage } from '#components/accounts/narrow-page.tsx';
import { PasskeyForm } from '#components/accounts/passkey-form.tsx';
import { findAskedFactors } from '#lib/accounts/factors/find-asked-factors.ts';
import { arePasskeysPossible } from '#lib/accounts/factors/relying-party.ts';
import { pendingSignIn } from '#lib/auth/pending-sign-in.ts';
import { codeSignInAction, passkeyFactorAction, passkeyFactorQuestionAction } from './actions.ts';

export const metadata: Metadata = { title: 'Second factor', robots: { index: false } };

/** After the password: asks for a passkey, a code of an authenticator app or a recovery code. */
export default async function SecondFactorPage() {
  const pending = await pendingSignIn.read();
  const asked = pending && (await findAskedFactors(pending));
  if (!asked) redirect(pending ? '/sign-in?error=sign-in-expired' : '/sign-in');
  const { hasPasskey, hasApp } = asked;
  return (
    <NarrowPage title="One more step">
      <p className="mb-8 text-quiet">
        Your account has a second factor, so that a password alone opens nothing. This page waits for ten minutes.
      </p>
      {hasPasskey && arePasskeysPossible() && (
        <div className="mb-8">
          <PasskeyForm action={passkeyFactorAction} ask={passkeyFactorQuestionAction} label="Use a passkey" />
          <noscript>
            <p className="text-sm text-quiet">Passkeys need JavaScript. A code works without it.</p>
          </noscript>
        </div>
      )}
      <CodeForm action={codeSignInAction} hasApp={hasApp} button="Sign in" />
      <p className="mt-8 text-sm text-quiet">
        Not you, or no factor at hand?{' '}
        <Link href="/sign-in" prefetch={false} className="text-ink underline underline-offset-4">
          Start again
        </Link>
      </p>
    </NarrowPage>
  );
}
