import type { NextRequest } from 'next/server';
import { getArtist, listPublicPosts } from '#lib/posts/queries.ts';
import { cursorSchema } from '#lib/schemas/posts.ts';

/** The gallery as JSON, a page at a time: `?after=<next of the page before>`, `?artist=<username>`. */
export async function GET(request: NextRequest): Promise<Response> {
  const { searchParams } = request.nextUrl;
  const after = searchParams.has('after') ? cursorSchema.safeParse(searchParams.get('after')) : null;
  if (after && !after.success)
    return Response.json({ error: 'The value of “after” is not one of ours.' }, { status: 400 });
  const username = searchParams.get('artist');
  const artist = username === null ? null : await getArtist(username);
  if (username !== null && !artist) return Response.json({ error: 'There is no such artist.' }, { status: 404 });
  const page = await listPublicPosts({ after: after?.data, artistId: artist?.id });
  return Response.json(page, { headers: { 'cache-control': 'public, max-age=0, must-revalidate' } });
}
