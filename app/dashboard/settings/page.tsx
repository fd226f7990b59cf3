import type { Metadata } from 'next';
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
      {hasPassword && (
        <section>
          <h2 className="mb-5 text-lg font-medium">Password</h2>
          <ChangePasswordForm action={changePasswordAction} />
        </section>
      )}
    </div>
  );
}
