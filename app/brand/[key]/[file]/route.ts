import { isLogoFile, LOGO_FILES } from '#lib/domain/settings/logo.ts';
import { openLogoFile } from '#lib/settings/open-logo-file.ts';

type Context = { params: Promise<{ key: string; file: string }> };

/** A file of the shop's logo. The key is a hash of its content, so it may be cached for ever. */
export async function GET(_request: Request, { params }: Context): Promise<Response> {
  const { key, file } = await params;
  const bytes = isLogoFile(file) ? await openLogoFile(key, file) : null;
  if (!bytes || !isLogoFile(file))
    return new Response('There is no such picture.', { status: 404, headers: { 'cache-control': 'no-store' } });
  return new Response(bytes, {
    headers: {
      'content-type': LOGO_FILES[file],
      'cache-control': 'public, max-age=31536000, immutable',
      'content-length': String(bytes.byteLength),
    },
  });
}
