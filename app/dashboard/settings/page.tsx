import type { Metadata } from 'next';
import Link from 'next/link';
import { ChangePasswordForm } from '#components/accounts/change-password-form.tsx';
import { ProfileForm } from '#components/accounts/profile-form.tsx';
import { requireSettings } from '#lib/accounts/queries.ts';
import { requireViewer } from '#lib/auth/viewer.ts';
import { changePasswordAction, updateProfileAction } from './actions.ts';

export const metadata: Metadata = { title: 'Settings' };

export default async function SettingsPage() {
  const viewer = await requireViewer('/dashboard/settings');
  const { displayName, bio, profileVersion, hasPassword } = await requireSettings(viewer);
  const values = { displayName, bio, version: String(profileVersion) };
  return (
    <div className="grid max-w-3xl gap-14 sm:grid-cols-2">
      <section>
        <h1 className="mb-5 text-lg font-medium">Your page</h1>
        <ProfileForm action={updateProfileAction} initial={{ values, fieldErrors: {} }} />
      </section>
      <section>
        {hasPassword && (
          <>
            <h2 id="password" className="mb-5 text-lg font-medium">
              Password
            </h2>
            <ChangePasswordForm action={changePasswordAction} />
          </>
        )}
        <h2 className={`mb-3 text-lg font-medium ${hasPassword ? 'mt-12' : ''}`}>Sessions</h2>
        <p className="text-sm">
          <Link href="/dashboard/settings/security" prefetch={false} className="underline underline-offset-4">
            See where you are signed in
          </Link>
        </p>
        <h2 className="mt-12 mb-3 text-lg font-medium">Your data</h2>
        <p className="text-sm">
          <Link href="/dashboard/settings/data" prefetch={false} className="underline underline-offset-4">
            Export your data, or close your account
          </Link>
        </p>
      </section>
    </div>
  );
}
