import type { Metadata } from 'next';
import { AppForm } from '#components/accounts/app-form.tsx';
import { QrCode } from '#components/accounts/qr-code.tsx';
import { beginAppSetUp } from '#lib/accounts/factors/set-up-app.ts';
import { requireSignInMethods } from '#lib/accounts/factors/sign-in-methods.ts';
import { requireRecentProof } from '#lib/auth/require-recent-proof.ts';
import { requireViewer } from '#lib/auth/viewer.ts';
import { confirmAppAction } from '../factor-actions.ts';
import { type FactorPageProps, factorPaths } from '../factor-paths.ts';

export const metadata: Metadata = { title: 'Authenticator app' };

/** Sets up an authenticator app. */
export default async function AuthenticatorPage({ searchParams }: FactorPageProps) {
  const { path, next } = await factorPaths('authenticator', searchParams);
  const viewer = await requireViewer(path);
  await requireRecentProof(path);
  const { hasApp } = await requireSignInMethods(viewer.id);
  const setUp = hasApp ? null : await beginAppSetUp(viewer);
  return (
    <div className="max-w-xl space-y-5">
      <h1 className="text-lg font-medium">Authenticator app</h1>
      <AppForm action={confirmAppAction} next={next}>
        {setUp && (
          <>
            <p>
              Scan this with an authenticator app on your phone, such as Aegis, Google Authenticator or your password
              manager.
            </p>
            <QrCode text={setUp.url} label="QR code for your authenticator app" />
            <div className="text-sm">
              <p className="text-quiet">Or type this secret into the app:</p>
              <p className="mt-1 font-mono break-all">{setUp.secret.replace(/(.{4})(?=.)/g, '$1 ')}</p>
            </div>
          </>
        )}
      </AppForm>
    </div>
  );
}
