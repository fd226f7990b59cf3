import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { z } from 'zod';
import { SessionRow } from '#components/accounts/session-row.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { SubmitButton } from '#components/ui/submit-button.tsx';
import { listSessions } from '#lib/accounts/list-sessions.ts';
import { readSession } from '#lib/auth/read-session.ts';
import { requireViewer } from '#lib/auth/viewer.ts';
import { problemMessage } from '../../../admin/problem.ts';
import { endOtherSessionsAction, endSessionAction } from './actions.ts';

export const metadata: Metadata = { title: 'Security' };

const ENDED = { one: 'That device is signed out.', others: 'All other devices are signed out.' } as const;
// Anybody can edit a URL: an invalid parameter counts as missing.
const querySchema = z.object({
  ended: z.enum(['one', 'others']).optional().catch(undefined),
  problem: z.string().optional().catch(undefined),
});

type Props = { searchParams: Promise<Record<string, string | string[]>> };

/** Where the viewer is signed in, with buttons that end those sessions. */
export default async function SecurityPage({ searchParams }: Props) {
  await requireViewer('/dashboard/settings/security');
  const { ended, problem } = querySchema.parse(await searchParams);
  const session = (await readSession()) ?? notFound();
  const sessions = await listSessions(session);
  return (
    <div className="max-w-3xl space-y-5">
      <h1 className="text-lg font-medium">Where you are signed in</h1>
      <Notice tone="done">{ended && ENDED[ended]}</Notice>
      <Notice>{problemMessage(problem)}</Notice>
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
