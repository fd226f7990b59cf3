import type { Metadata } from 'next';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { z } from 'zod';
import { ChangeEmailForm } from '#components/accounts/change-email-form.tsx';
import { ChangePasswordForm } from '#components/accounts/change-password-form.tsx';
import { ChangeUsernameForm } from '#components/accounts/change-username-form.tsx';
import { ProfileForm } from '#components/accounts/profile-form.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { SubmitButton } from '#components/ui/submit-button.tsx';
import { requireSettings } from '#lib/accounts/queries.ts';
import { requireViewer } from '#lib/auth/viewer.ts';
import { ACCOUNT_LIMITS } from '#lib/domain/account-limits.ts';
import { problemMessage } from '../../admin/problem.ts';
import {
  changeEmailAction,
  changePasswordAction,
  changeUsernameAction,
  sendLinkAction,
  updateProfileAction,
} from './actions.ts';

export const metadata: Metadata = { title: 'Settings' };

const SENT = {
  proof: 'We have sent the link again. Only the newest one works, for 30 minutes.',
  password: 'We have sent you a link. It works for 30 minutes.',
} as const;

// Anybody can edit a URL: an invalid parameter counts as missing.
const querySchema = z.object({
  sent: z.enum(['proof', 'password']).optional().catch(undefined),
  problem: z.string().optional().catch(undefined),
  // What was typed before “Confirm it’s you”.
  email: z.string().max(ACCOUNT_LIMITS.email).catch(''),
  username: z.string().max(ACCOUNT_LIMITS.username).catch(''),
});

type Props = { searchParams: Promise<Record<string, string | string[]>> };

export default async function SettingsPage({ searchParams }: Props) {
  const viewer = await requireViewer('/dashboard/settings');
  const { sent, problem, email, username } = querySchema.parse(await searchParams);
  const { displayName, bio, profileVersion, hasPassword } = await requireSettings(viewer);
  const values = { displayName, bio, version: String(profileVersion) };
  return (
    <div className="max-w-3xl space-y-6">
      <Notice tone="done">{sent && SENT[sent]}</Notice>
      <Notice>{problemMessage(problem)}</Notice>
      <div className="grid gap-14 sm:grid-cols-2">
        <section>
          <h1 className="mb-5 text-lg font-medium">Your page</h1>
          <ProfileForm action={updateProfileAction} initial={{ values, fieldErrors: {} }} />
        </section>
        <Section id="password" title="Password">
          {hasPassword ? (
            <ChangePasswordForm action={changePasswordAction} />
          ) : (
            <form action={sendLinkAction} className="space-y-5">
              <p className="text-sm">
                You sign in without a password so far. With one, you could sign in here as well; we send a link that
                sets it.
              </p>
              <input type="hidden" name="link" value="password" />
              <SubmitButton variant="quiet" pendingText="Sending…">
                Send me a link
              </SubmitButton>
            </form>
          )}
        </Section>
        <Section id="your-email" title="Email">
          <p className="mb-5 text-sm">
            <bdi>{viewer.email}</bdi>
            <span className="text-quiet">{viewer.isEmailProven ? ', confirmed' : ', not confirmed yet'}</span>
          </p>
          <ChangeEmailForm action={changeEmailAction} initial={{ values: { email }, fieldErrors: {} }} />
        </Section>
        <Section id="your-username" title="Username">
          <p className="mb-5 text-sm">
            <bdi>{viewer.username}</bdi>
          </p>
          <ChangeUsernameForm action={changeUsernameAction} initial={{ values: { username }, fieldErrors: {} }} />
        </Section>
        <Section id="security" title="Security">
          <p className="text-sm">
            <Link href="/dashboard/settings/security" prefetch={false} className="underline underline-offset-4">
              See where you are signed in
            </Link>
          </p>
        </Section>
        <Section id="data" title="Your data">
          <p className="text-sm">
            <Link href="/dashboard/settings/data" prefetch={false} className="underline underline-offset-4">
              Export your data, or close your account
            </Link>
          </p>
        </Section>
      </div>
    </div>
  );
}

function Section({ id, title, children }: { id: string; title: string; children: ReactNode }) {
  return (
    <section aria-labelledby={id}>
      <h2 id={id} className="mb-5 text-lg font-medium">
        {title}
      </h2>
      {children}
    </section>
  );
}
