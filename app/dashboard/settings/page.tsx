import type { Metadata } from 'next';
import { z } from 'zod';
import { ChangePasswordForm } from '#components/accounts/change-password-form.tsx';
import { SettingsSection as Section, SettingsLink } from '#components/accounts/settings-section.tsx';
import { ArtistPortrait } from '#components/artists/artist-portrait.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { SubmitButton } from '#components/ui/submit-button.tsx';
import { countPersonalTokens } from '#lib/accounts/delete-personal-tokens.ts';
import { requireSettings } from '#lib/accounts/queries.ts';
import { problemMessage } from '#lib/auth/problem.ts';
import { requireViewer } from '#lib/auth/viewer.ts';
import { getArtist } from '#lib/posts/queries.ts';
import { changePasswordAction, sendLinkAction } from './actions.ts';

export const metadata: Metadata = { title: 'Settings' };

const SENT = {
  proof: 'We have sent the link again. Only the newest one works, for 30 minutes.',
  password: 'We have sent you a link. It works for 30 minutes.',
} as const;

// Anybody can edit a URL: an invalid parameter counts as missing.
const querySchema = z.object({
  sent: z.enum(['proof', 'password']).optional().catch(undefined),
  problem: z.string().optional().catch(undefined),
});

type Props = { searchParams: Promise<Record<string, string | string[]>> };

export default async function SettingsPage({ searchParams }: Props) {
  const viewer = await requireViewer('/dashboard/settings');
  const { sent, problem } = querySchema.parse(await searchParams);
  const [settings, tokens, artist] = await Promise.all([
    requireSettings(viewer),
    countPersonalTokens(viewer.id),
    getArtist(viewer.username),
  ]);
  return (
    <div className="max-w-3xl space-y-6">
      <Notice tone="done">{sent && SENT[sent]}</Notice>
      <Notice>{problemMessage(problem)}</Notice>
      <div className="grid gap-14 sm:grid-cols-2">
        <section>
          <h1 className="mb-5 text-lg font-medium">Your page</h1>
          <div className="flex items-center gap-4">
            <ArtistPortrait artist={settings} size="medium" />
            <div className="min-w-0">
              <p dir="auto">{settings.displayName}</p>
              {settings.place && (
                <p dir="auto" className="text-sm text-quiet">
                  {settings.place}
                </p>
              )}
            </div>
          </div>
          <SettingsLink href="/dashboard/settings/profile">Edit your profile and portrait</SettingsLink>
          {artist && <SettingsLink href={`/artists/${viewer.username}`}>Your page for visitors</SettingsLink>}
        </section>
        <Section id="password" title="Password">
          {settings.hasPassword ? (
            <ChangePasswordForm action={changePasswordAction} tokens={tokens} />
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
        <Section id="account" title="Email and username">
          <SettingsLink href="/dashboard/settings/account">Change your email address or username</SettingsLink>
        </Section>
        <Section id="security" title="Security">
          <SettingsLink href="/dashboard/settings/security">Passkeys and other ways to sign in</SettingsLink>
          <SettingsLink href="/dashboard/settings/security">See where you are signed in</SettingsLink>
        </Section>
        <Section id="programs" title="Programs">
          <SettingsLink href="/dashboard/settings/tokens">Personal access tokens</SettingsLink>
          <SettingsLink href="/dashboard/settings/webhooks">Tell a program of yours what happens</SettingsLink>
        </Section>
        <Section id="following" title="Following">
          <SettingsLink href="/following">Artists you follow</SettingsLink>
        </Section>
        <Section id="data" title="Your data">
          <SettingsLink href="/dashboard/settings/data">Export your data, or close your account</SettingsLink>
        </Section>
      </div>
    </div>
  );
}
