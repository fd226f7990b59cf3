import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { z } from 'zod';
import { SessionRow } from '#components/accounts/session-row.tsx';
import { SignInMethodList } from '#components/accounts/sign-in-method-list.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { SubmitButton } from '#components/ui/submit-button.tsx';
import { arePasskeysPossible } from '#lib/accounts/factors/relying-party.ts';
import { requireSignInMethods } from '#lib/accounts/factors/sign-in-methods.ts';
import { listSessions } from '#lib/accounts/list-sessions.ts';
import { problemMessage } from '#lib/auth/problem.ts';
import { readSession } from '#lib/auth/read-session.ts';
import { requireViewer } from '#lib/auth/viewer.ts';
import { moderatorRefusal } from '#lib/domain/viewer.ts';
import { ownPath } from '#lib/http/own-path.ts';
import { endOtherSessionsAction, endSessionAction } from './actions.ts';
import { removeAppAction, removePasskeyAction } from './factor-actions.ts';

export const metadata: Metadata = { title: 'Security' };

const PATH = '/dashboard/settings/security';
const ADMIN_NEEDS_FACTOR =
  'Admins and moderators need a second factor before they see or change anything. Add a passkey, or set up an authenticator app.';
const CONFIRMED = 'Thank you. Nothing has been changed yet: please press the button again.';
const REMOVED = { passkey: 'The passkey is removed.', app: 'The authenticator app is removed.' } as const;
const ENDED = { one: 'That device is signed out.', others: 'All other devices are signed out.' } as const;
// Anybody can edit a URL: an invalid parameter counts as missing.
const querySchema = z.object({
  ended: z.enum(['one', 'others']).optional().catch(undefined),
  removed: z.enum(['passkey', 'app']).optional().catch(undefined),
  confirmed: z.literal('1').optional().catch(undefined),
  next: z.string().optional().catch(undefined),
  problem: z.string().optional().catch(undefined),
});

type Props = { searchParams: Promise<Record<string, string | string[]>> };

/** How the viewer signs in, and where they are signed in, with buttons that change both. */
export default async function SecurityPage({ searchParams }: Props) {
  const { ended, removed, confirmed, problem, ...query } = querySchema.parse(await searchParams);
  const next = ownPath(query.next, '');
  const viewer = await requireViewer(next ? `${PATH}?${new URLSearchParams({ next })}` : PATH);
  const session = (await readSession()) ?? notFound();
  const [sessions, methods] = await Promise.all([listSessions(session), requireSignInMethods(viewer.id)]);
  return (
    <div className="max-w-3xl space-y-5">
      <h1 className="text-lg font-medium">Sign-in methods</h1>
      <Notice>{problemMessage(problem)}</Notice>
      <Notice>{moderatorRefusal(viewer) === 'admin-needs-factor' && ADMIN_NEEDS_FACTOR}</Notice>
      <Notice tone="done">{confirmed && CONFIRMED}</Notice>
      <Notice tone="done">{removed && REMOVED[removed]}</Notice>
      {next && methods.hasSecondFactor && (
        <p className="text-sm">
          <a href={next} className="underline underline-offset-4">
            Continue to where you were going
          </a>
        </p>
      )}
      <SignInMethodList
        methods={methods}
        path={PATH}
        next={next}
        arePasskeysPossible={arePasskeysPossible()}
        removePasskey={removePasskeyAction}
        removeApp={removeAppAction}
      />
      <h2 className="pt-8 text-lg font-medium">Where you are signed in</h2>
      <Notice tone="done">{ended && ENDED[ended]}</Notice>
      <ul>
        {sessions.map((listed) => (
          <SessionRow key={listed.id} session={listed} action={endSessionAction} />
        ))}
      </ul>
      {sessions.length > 1 && (
        <form action={endOtherSessionsAction}>
          <SubmitButton variant="quiet" pendingText="Signing out…">
            Sign out everywhere else
          </SubmitButton>
        </form>
      )}
      <p className="text-sm text-quiet">
        If you do not recognise one of these, sign it out and{' '}
        <Link href="/dashboard/settings#password" prefetch={false} className="underline underline-offset-4">
          change your password
        </Link>
        .
      </p>
    </div>
  );
}
