'use server';

import { redirect } from 'next/navigation';
import { z } from 'zod';
import { endOtherSessions, endSession } from '#lib/accounts/end-session.ts';
import { parseForm, requireActionViewer } from '#lib/auth/form-action.ts';
import { problemParams } from '#lib/auth/problem.ts';
import { readSession } from '#lib/auth/read-session.ts';
import { requireRecentProof } from '#lib/auth/require-recent-proof.ts';
import { signOut } from '#lib/auth/session.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import type { SessionRef } from '#lib/domain/session.ts';

const PAGE = '/dashboard/settings/security';
/** The page says there that nothing has happened yet. */
const CONFIRMED = `${PAGE}?confirmed=1`;
const formSchema = z.object({ session: z.uuid() });

/** “Sign out” beside one session. */
export async function endSessionAction(form: FormData): Promise<void> {
  let result: Record<string, string> = { ended: 'one' };
  try {
    const { session } = parseForm(formSchema, form);
    const current = await requireCurrentSession();
    if (session === current.sessionId) {
      await signOut();
      redirect('/');
    }
    await requireRecentProof(CONFIRMED);
    await endSession({ userId: current.userId, sessionId: session });
  } catch (error) {
    result = problemParams(error);
  }
  redirect(`${PAGE}?${new URLSearchParams(result)}`);
}

/** “Sign out everywhere else”. */
export async function endOtherSessionsAction(): Promise<void> {
  let result: Record<string, string> = { ended: 'others' };
  try {
    const current = await requireCurrentSession();
    await requireRecentProof(CONFIRMED);
    await endOtherSessions(current);
  } catch (error) {
    result = problemParams(error);
  }
  redirect(`${PAGE}?${new URLSearchParams(result)}`);
}

/** @throws {ExpectedError} signed-out */
async function requireCurrentSession(): Promise<SessionRef> {
  await requireActionViewer();
  const session = await readSession();
  if (!session) throw new ExpectedError('signed-out');
  return session;
}
