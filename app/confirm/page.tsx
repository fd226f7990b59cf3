import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { ConfirmPasswordForm } from '#components/accounts/confirm-password-form.tsx';
import { NarrowPage } from '#components/accounts/narrow-page.tsx';
import { OAuthSignIn } from '#components/accounts/oauth-sign-in.tsx';
import { requireSettings } from '#lib/accounts/queries.ts';
import { oauthProviders } from '#lib/auth/options.ts';
import { hasRecentProof } from '#lib/auth/require-recent-proof.ts';
import { requireViewer } from '#lib/auth/viewer.ts';
import { ownPath } from '#lib/http/own-path.ts';
import { confirmPasswordAction } from './actions.ts';

export const metadata: Metadata = { title: 'Confirm it’s you', robots: { index: false } };

type Props = { searchParams: Promise<{ next?: string }> };

/** Asks for a proof of who is there, before something that somebody else at this device must not do. */
export default async function ConfirmPage({ searchParams }: Props) {
  const path = ownPath((await searchParams).next, '/dashboard');
  const viewer = await requireViewer(`/confirm?next=${encodeURIComponent(path)}`);
  if (await hasRecentProof()) redirect(path);
  const { hasPassword } = await requireSettings(viewer);
  return (
    <NarrowPage title="Confirm it’s you">
      <p className="mb-8 text-quiet">What comes next is for you alone. You will not be asked again for 15 minutes.</p>
      {hasPassword ? (
        <ConfirmPasswordForm action={confirmPasswordAction} next={path} />
      ) : (
        <>
          <p>Sign in again, as you did before.</p>
          <OAuthSignIn providers={oauthProviders()} next={path} />
        </>
      )}
    </NarrowPage>
  );
}
