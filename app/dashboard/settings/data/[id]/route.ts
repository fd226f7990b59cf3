import { z } from 'zod';
import { viewerOrEnded } from '#lib/auth/viewer.ts';
import { seeOther } from '#lib/http/see-other.ts';
import { openExport } from '#lib/leaving/export/open-export.ts';

type Props = { params: Promise<{ id: string }> };

/** The file of an export, for the one whose data it is; the link in the mail asks others to sign in. */
export async function GET(_request: Request, { params }: Props): Promise<Response> {
  const { id } = await params;
  const viewer = await viewerOrEnded();
  if (!viewer || viewer === 'ended') {
    return seeOther(`/sign-in?next=${encodeURIComponent(`/dashboard/settings/data/${encodeURIComponent(id)}`)}`);
  }
  const found = z.uuid().safeParse(id).success ? await openExport(viewer, id) : null;
  if (!found) {
    const headers = { 'cache-control': 'private, no-store', 'content-type': 'text/plain; charset=utf-8' };
    return new Response('There is no such export, or it has ended.', { status: 404, headers });
  }
  return new Response(found.stream, {
    headers: {
      'content-type': 'application/zip',
      'content-length': String(found.size),
      'content-disposition': `attachment; filename="${found.name}"`,
      'cache-control': 'private, no-store',
      'x-content-type-options': 'nosniff',
    },
  });
}
