import type { Metadata } from 'next';
import Link from 'next/link';
import { NarrowPage } from '#components/accounts/narrow-page.tsx';
import { OAuthSignIn } from '#components/accounts/oauth-sign-in.tsx';
import { PasskeyForm } from '#components/accounts/passkey-form.tsx';
import { SignInForm } from '#components/accounts/sign-in-form.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { arePasskeysPossible } from '#lib/accounts/factors/relying-party.ts';
import { oauthProviders } from '#lib/auth/options.ts';
import { ExpectedError, isErrorCode } from '#lib/domain/errors.ts';
import { ownPath } from '#lib/http/own-path.ts';
import { passkeyQuestionAction, passkeySignInAction, signInAction } from './actions.ts';

export const metadata: Metadata = { title: 'Sign in', robots: { index: false } };

type Props = { searchParams: Promise<{ next?: string; callbackUrl?: string; error?: string; done?: string }> };

export default async function SignInPage({ searchParams }: Props) {
  const { next, error, done } = await searchParams;
  const path = ownPath(next, '/dashboard');
  return (
    <NarrowPage title="Sign in">
      {done === 'password' && (
        <div className="mb-6">
          <Notice tone="done">Your password has been changed. Please sign in with it.</Notice>
        </div>
      )}
      <SignInForm action={signInAction} next={path} problem={error && errorMessage(error)} />
      {arePasskeysPossible() && (
        <div className="mt-4">
          <PasskeyForm
            action={passkeySignInAction}
            ask={passkeyQuestionAction}
            label="Use a passkey"
            next={path}
            variant="quiet"
          />
        </div>
      )}
      <OAuthSignIn providers={oauthProviders()} next={path} />
      <p className="mt-8 text-sm text-quiet">
        <Link href="/forgot-password" className="text-ink underline underline-offset-4">
          Forgot your password?
        </Link>
      </p>
      <p className="mt-3 text-sm text-quiet">
        New here?{' '}
        <Link href={`/sign-up?next=${encodeURIComponent(path)}`} className="text-ink underline underline-offset-4">
          Create account
        </Link>
      </p>
    </NarrowPage>
  );
}

/** @param error one of our codes, or one of next-auth's (https://next-auth.js.org/configuration/pages) */
function errorMessage(error: string): string {
  if (isErrorCode(error)) return new ExpectedError(error).message;
  if (error === 'CredentialsSignin') return new ExpectedError('wrong-sign-in').message;
  if (error === 'EmailMissing') return 'That service did not share a verified email address.';
  return 'Signing in failed. Please try again.';
}
