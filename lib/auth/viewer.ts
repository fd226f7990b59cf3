import 'server-only';
import { notFound, redirect } from 'next/navigation';
import { cache } from 'react';
import { getViewer } from '#lib/accounts/queries.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { endSession, readSession } from './session.ts';

/** Whoever is signed in on this request, or null. One query a request, however often it is asked. */
export const currentViewer = cache(async (): Promise<Viewer | null> => {
  const session = await readSession();
  return session ? getViewer(session) : null;
});

/** For pages: sends those who are not signed in to sign in, and from there back to `path`. */
export async function requireViewer(path: string): Promise<Viewer> {
  return (await currentViewer()) ?? redirect(`/sign-in?next=${encodeURIComponent(path)}`);
}

/**
 * For pages of those who look after the place; to everybody else they are not there. Each page asks by
 * itself: a layout is not drawn anew with every page inside it.
 */
export async function requireAdmin(path: string): Promise<Viewer> {
  const viewer = await requireViewer(path);
  return viewer.role === 'ADMIN' ? viewer : notFound();
}

/**
 * For route handlers: whoever is signed in, 'ended' for a session that was ended (by suspension or a
 * change of password) and that the browser is now told to forget, null for a visitor without one.
 */
export async function viewerOrEnded(): Promise<Viewer | 'ended' | null> {
  const session = await readSession();
  if (!session) return null;
  const viewer = await getViewer(session);
  if (viewer) return viewer;
  await endSession();
  return 'ended';
}
