import { recordAudit } from '#lib/audit/record-audit.ts';
import { viewerOrEnded } from '#lib/auth/viewer.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import { adminRefusal, type Viewer } from '#lib/domain/viewer.ts';
import { csvResponse } from '#lib/http/csv-response.ts';

/** One of the shop's lists as a CSV file, for admins. That somebody took it is recorded. */
export const adminExport =
  (name: string, list: (viewer: Viewer) => AsyncGenerator<string>) => async (): Promise<Response> => {
    const viewer = await viewerOrEnded();
    if (!viewer || viewer === 'ended' || adminRefusal(viewer)) {
      const headers = { 'cache-control': 'private, no-store', 'content-type': 'text/plain; charset=utf-8' };
      return new Response(new ExpectedError('not-found').message, { status: 404, headers });
    }
    const subject = { kind: 'shop', id: '', name: '' } as const;
    await recordAudit({ actor: viewer, action: 'list-exported', subject, details: { list: name } });
    return csvResponse(name, list(viewer));
  };
