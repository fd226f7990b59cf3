import { openPictureFile, pictureHeaders } from '#lib/media/picture-file.ts';

/** A stored picture. Its name is a hash of its content, so it may be cached for ever. */
export async function GET(request: Request, { params }: { params: Promise<{ name: string }> }): Promise<Response> {
  const file = await openPictureFile((await params).name);
  if (!file)
    return new Response('There is no such picture.', { status: 404, headers: { 'cache-control': 'no-store' } });
  const headers = pictureHeaders(file);
  if (request.headers.get('if-none-match') === file.etag) {
    await file.stream.cancel();
    return new Response(null, { status: 304, headers });
  }
  return new Response(file.stream, { headers });
}
