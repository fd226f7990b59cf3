import { openPictureFile } from '#lib/media/picture-file.ts';

/** A stored picture. Its name is the hash of its content, so it may be kept for ever. */
export async function GET(request: Request, { params }: { params: Promise<{ name: string }> }): Promise<Response> {
  const file = await openPictureFile((await params).name);
  if (!file)
    return new Response('There is no such picture.', { status: 404, headers: { 'cache-control': 'no-store' } });
  const headers = {
    'content-type': file.type,
    'content-length': String(file.size),
    'cache-control': 'public, max-age=31536000, immutable',
    'x-content-type-options': 'nosniff',
    etag: file.etag,
  };
  if (request.headers.get('if-none-match') === file.etag) {
    await file.stream.cancel();
    return new Response(null, { status: 304, headers });
  }
  return new Response(file.stream, { headers });
}
