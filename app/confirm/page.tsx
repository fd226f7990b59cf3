import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { CodeForm } from '#components/accounts/code-form.tsx';
import { ConfirmPasswordForm } from '#components/accounts/confirm-password-form.tsx';
import { NarrowPage } from '#components/accounts/narrow-page.tsx';
import { OAuthSignIn } from '#components/accounts/oauth-sign-in.tsx';
import { PasskeyForm } from '#components/accounts/passkey-form.tsx';
import { arePasskeysPossible } from '#lib/accounts/factors/relying-party.ts';
import { requireSignInMethods } from '#lib/accounts/factors/sign-in-methods.ts';
import { oauthProviders } from '#lib/auth/options.ts';
import { hasRecentProof } from '#lib/auth/require-recent-proof.ts';
import { requireViewer } from '#lib/auth/viewer.ts';
import { ownPath } from '#lib/http/own-path.ts';
import {
  confirmCodeAction,
  confirmPasskeyAction,
  confirmPasskeyQuestionAction,
  confirmPasswordAction,
} from './actions.ts';

export const metadata: Metadata = { title: 'Confirm it’s you', robots: { index: false } };

type Props = { searchParams: Promise<{ next?: string }> };

/** Asks for a proof of who is there, before something that somebody else at this device must not do. */
export default async function ConfirmPage({ searchParams }: Props) {
  const path = ownPath((await searchParams).next, '/dashboard');
  const viewer = await requireViewer(`/confirm?next=${encodeURIComponent(path)}`);
  if (await hasRecentProof()) redirect(path);
  const { hasPassword, passkeys, hasApp, hasSecondFactor, providers } = await requireSignInMethods(viewer.id);
  const hasPasskey = passkeys.length > 0 && arePasskeysPossible();
  const known = oauthProviders().filter(({ id }) => providers.includes(id));
  return (
    <NarrowPage title="Confirm it’s you">
      <p className="mb-8 text-quiet">What comes next is for you alone. You will not be asked again for 15 minutes.</p>
      <div className="space-y-8">
        {hasPasskey && (
          <PasskeyForm
            action={confirmPasskeyAction}
            ask={confirmPasskeyQuestionAction}
            label="Use a passkey"
            next={path}
            variant={hasPassword ? 'quiet' : 'primary'}
          />
        )}
        {hasPassword && <ConfirmPasswordForm action={confirmPasswordAction} next={path} button="Confirm" />}
        {hasSecondFactor && (
          <CodeForm action={confirmCodeAction} hasApp={hasApp} button="Use this code" next={path} isQuiet />
        )}
        {known.length > 0 && <OAuthSignIn providers={known} next={path} />}
      </div>
      {!hasPassword && !hasSecondFactor && (
        <p>{known.length > 0 ? 'Sign in again, as you did before.' : 'Please sign out and sign in again.'}</p>
      )}
    </NarrowPage>
  );
}
