import { followingPath } from '#lib/domain/follow-mail.ts';
import { unfollowAll } from '#lib/follows/unfollow.ts';
import { seeOther } from '#lib/http/see-other.ts';

const tokenOf = (request: Request) => new URL(request.url).searchParams.get('token') ?? '';

/**
 * The one-click request of a mail program (RFC 8058): no cookie, no question, the same response for a token that is nobody's
 * any more. The token is the proof, so it may come from anywhere.
 */
export async function POST(request: Request): Promise<Response> {
  const token = tokenOf(request);
  if (token !== '') await unfollowAll({ token });
  return new Response('You will get no more of these mails.\n', {
    headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' },
  });
}

/** People who open the URL get the page with the buttons: mail scanners open links too. */
export const GET = (request: Request): Response => seeOther(followingPath(encodeURIComponent(tokenOf(request))));
