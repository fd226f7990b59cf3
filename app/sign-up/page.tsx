import { randomUUID } from 'node:crypto';
import type { Metadata } from 'next';
import Link from 'next/link';
import { NarrowPage } from '#components/accounts/narrow-page.tsx';
import { OAuthSignIn } from '#components/accounts/oauth-sign-in.tsx';
import { SignUpForm } from '#components/accounts/sign-up-form.tsx';
import { oauthProviders } from '#lib/auth/options.ts';
import { ownPath } from '#lib/http/own-path.ts';
import { knownShop } from '#lib/settings/known-shop.ts';
import { signUpAction } from './actions.ts';

export const metadata: Metadata = { title: 'Sign up', robots: { index: false } };

export default async function SignUpPage({ searchParams }: { searchParams: Promise<{ next?: string }> }) {
  const path = ownPath((await searchParams).next, '/dashboard');
  const terms = knownShop().pages.terms?.number ?? null;
  return (
    <NarrowPage title="Sign up">
      <SignUpForm action={signUpAction} next={path} formKey={randomUUID()} terms={terms} />
      <OAuthSignIn providers={oauthProviders()} next={path} />
      <p className="mt-8 text-sm text-quiet">
        Have an account?{' '}
        <Link href={`/sign-in?next=${encodeURIComponent(path)}`} className="text-ink underline underline-offset-4">
          Sign in
        </Link>
      </p>
    </NarrowPage>
  );
}
