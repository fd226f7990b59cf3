import 'server-only';
import { redirect } from 'next/navigation';
import { isRecentlyProven } from '#lib/accounts/session-proof.ts';
import { readSession } from './read-session.ts';

/** Whether the viewer has proved in this session, in the last fifteen minutes, who they are. */
export async function hasRecentProof(): Promise<boolean> {
  const session = await readSession();
  return session !== null && isRecentlyProven(session);
}

/**
 * For pages and actions that need a recent proof of who the viewer is: without one they are asked on a page that leads
 * back to `path`. What an action got is not sent again, so its page says that nothing has happened yet.
 */
export async function requireRecentProof(path: string): Promise<void> {
  if (!(await hasRecentProof())) redirect(`/confirm?next=${encodeURIComponent(path)}`);
}
