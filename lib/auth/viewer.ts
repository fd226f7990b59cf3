import 'server-only';
import { redirect } from 'next/navigation';
import { cache } from 'react';
import { getViewer } from '#lib/accounts/queries.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { readSession } from './session.ts';

/** Whoever is signed in on this request, or null. One query a request, however often it is asked. */
export const currentViewer = cache(async (): Promise<Viewer | null> => {
  const session = await readSession();
  return session ? getViewer(session) : null;
});

/** For pages: sends those who are not signed in to sign in, and from there back to `path`. */
export async function requireViewer(path: string): Promise<Viewer> {
  return (await currentViewer()) ?? redirect(`/sign-in?next=${encodeURIComponent(path)}`);
}
