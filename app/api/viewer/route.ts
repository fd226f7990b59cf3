import { viewerOrEnded } from '#lib/auth/viewer.ts';

/** Who is signed in, for pages from the cache; `viewer` is null for nobody. */
export async function GET(): Promise<Response> {
  const found = await viewerOrEnded();
  const viewer = found === 'ended' ? null : found;
  const view = viewer && {
    username: viewer.username,
    displayName: viewer.displayName,
    isAdmin: viewer.role === 'ADMIN',
  };
  return Response.json({ viewer: view }, { headers: { 'cache-control': 'private, no-store' } });
}
