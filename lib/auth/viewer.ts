import 'server-only';
import { notFound, redirect } from 'next/navigation';
import { cache } from 'react';
import { getViewer } from '#lib/accounts/queries.ts';
import { adminRefusal, moderatorRefusal, type Viewer } from '#lib/domain/viewer.ts';
import { hasSessionCookie, readSession } from './read-session.ts';
import { deleteSessionCookies } from './session.ts';

/** The viewer of this request, or null. One query per request, however often it is called. */
export const currentViewer = cache(async (): Promise<Viewer | null> => {
  const session = await readSession();
  return session ? getViewer(session) : null;
});

/** For pages: redirects visitors who are not signed in to the sign-in page, and from there back to `path`. */
export async function requireViewer(path: string): Promise<Viewer> {
  return (await currentViewer()) ?? redirect(`/sign-in?next=${encodeURIComponent(path)}`);
}

/**
 * For admin pages, which do not exist for anyone else. An admin without a second factor is asked for one first. Each page
 * calls it: a layout is not rendered again on navigation between its pages.
 */
export async function requireAdmin(path: string): Promise<Viewer> {
  const viewer = await requireViewer(path);
  return refuse(adminRefusal(viewer), path) ?? viewer;
}

/** The same for the pages that moderators see as well. */
export async function requireModerator(path: string): Promise<Viewer> {
  const viewer = await requireViewer(path);
  return refuse(moderatorRefusal(viewer), path) ?? viewer;
}

/** A second factor is asked for on its page, which leads back. */
function refuse(refusal: ReturnType<typeof adminRefusal>, path: string): null {
  if (refusal === 'admin-needs-factor') redirect(`/dashboard/settings/security?next=${encodeURIComponent(path)}`);
  return refusal ? notFound() : null;
}

/**
 * For route handlers: the viewer; 'ended' for a cookie whose session has ended, or that names none, which is then deleted;
 * null without a cookie.
 */
export async function viewerOrEnded(): Promise<Viewer | 'ended' | null> {
  const session = await readSession();
  const viewer = session && (await getViewer(session));
  if (viewer) return viewer;
  if (!(await hasSessionCookie())) return null;
  await deleteSessionCookies();
  return 'ended';
}
