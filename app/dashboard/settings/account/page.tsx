import type { Metadata } from 'next';
import { z } from 'zod';
import { ChangeEmailForm } from '#components/accounts/change-email-form.tsx';
import { ChangeUsernameForm } from '#components/accounts/change-username-form.tsx';
import { SettingsSection } from '#components/accounts/settings-section.tsx';
import { requireViewer } from '#lib/auth/viewer.ts';
import { ACCOUNT_LIMITS } from '#lib/domain/account-limits.ts';
import { changeEmailAction, changeUsernameAction } from '../actions.ts';

export const metadata: Metadata = { title: 'Email and username' };

// What was typed before “Confirm it’s you”. Anybody can edit a URL: an invalid parameter counts as missing.
const querySchema = z.object({
  email: z.string().max(ACCOUNT_LIMITS.email).catch(''),
  username: z.string().max(ACCOUNT_LIMITS.username).catch(''),
});

type Props = { searchParams: Promise<Record<string, string | string[]>> };

export default async function AccountSettingsPage({ searchParams }: Props) {
  const viewer = await requireViewer('/dashboard/settings/account');
  const { email, username } = querySchema.parse(await searchParams);
  return (
    <div className="max-w-3xl space-y-8">
      <h1 className="text-lg font-medium">Email and username</h1>
      <div className="grid gap-14 sm:grid-cols-2">
        <SettingsSection id="your-email" title="Email">
          <p className="mb-5 text-sm">
            <bdi>{viewer.email}</bdi>
            <span className="text-quiet">{viewer.isEmailProven ? ', confirmed' : ', not confirmed yet'}</span>
          </p>
          <ChangeEmailForm action={changeEmailAction} initial={{ values: { email }, fieldErrors: {} }} />
        </SettingsSection>
        <SettingsSection id="your-username" title="Username">
          <p className="mb-5 text-sm">
            <bdi>{viewer.username}</bdi>
          </p>
          <ChangeUsernameForm action={changeUsernameAction} initial={{ values: { username }, fieldErrors: {} }} />
        </SettingsSection>
      </div>
    </div>
  );
}
