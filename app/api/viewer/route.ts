import { viewerOrEnded } from '#lib/auth/viewer.ts';

/** Who is signed in, for cached pages; `viewer` is null for nobody. */
export async function GET(): Promise<Response> {
  const found = await viewerOrEnded();
  const viewer = found === 'ended' ? null : found;
  const dto = viewer && {
    username: viewer.username,
    displayName: viewer.displayName,
    isAdmin: viewer.role === 'ADMIN',
    isModerator: viewer.role === 'MODERATOR',
  };
  return Response.json({ viewer: dto }, { headers: { 'cache-control': 'private, no-store' } });
}
