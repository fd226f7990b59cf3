import { isOpenGraphKind } from '#lib/domain/open-graph.ts';
import { openGraphPath } from '#lib/view/open-graph.ts';
import { cachedCard, composedPicture, TooManyPictures } from '#server/page-cache/open-graph.ts';

type Context = { params: Promise<{ kind: string; id: string; file: string }> };

/** Long enough for a service that shows a link to many people; a work that was hidden is gone from caches soon. */
const CACHED = 'public, max-age=3600';
const NOT_CACHED = { 'cache-control': 'no-store' };

/** The Open Graph picture of a public page. Where the page has changed since, a redirect leads to the picture of now. */
export async function GET(_request: Request, { params }: Context): Promise<Response> {
  const { kind, id, file } = await params;
  const card = isOpenGraphKind(kind) ? await cachedCard(kind, id) : null;
  if (!card || !isOpenGraphKind(kind))
    return new Response('There is no such picture.', { status: 404, headers: NOT_CACHED });
  const path = openGraphPath(kind, id, card);
  if (!path.endsWith(`/${file}`))
    return new Response(null, { status: 307, headers: { ...NOT_CACHED, location: path } });
  try {
    const bytes = await composedPicture(card);
    return new Response(bytes, {
      headers: { 'content-type': 'image/jpeg', 'content-length': String(bytes.byteLength), 'cache-control': CACHED },
    });
  } catch (error) {
    if (!(error instanceof TooManyPictures)) throw error;
    return new Response('Many pictures are being made. Please try again.', {
      status: 503,
      headers: { ...NOT_CACHED, 'retry-after': '5' },
    });
  }
}
