import { recordAudit } from '#lib/audit/record-audit.ts';
import { viewerOrEnded } from '#lib/auth/viewer.ts';
import type { AuditDetails } from '#lib/domain/audit.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import { adminRefusal, type Viewer } from '#lib/domain/viewer.ts';
import { csvResponse } from '#lib/http/csv-response.ts';

type Export = {
  rows: AsyncGenerator<string>;
  /** What the log says about the filter: nothing personal, because the log keeps it for long. */
  details?: AuditDetails;
};

/** One of the shop's lists as a CSV file, for admins. That somebody took it is recorded. */
export const adminExport =
  (name: string, list: (viewer: Viewer, request: Request) => AsyncGenerator<string> | Export) =>
  async (request: Request): Promise<Response> => {
    const viewer = await viewerOrEnded();
    if (!viewer || viewer === 'ended' || adminRefusal(viewer)) {
      const headers = { 'cache-control': 'private, no-store', 'content-type': 'text/plain; charset=utf-8' };
      return new Response(new ExpectedError('not-found').message, { status: 404, headers });
    }
    const found = list(viewer, request);
    const { rows, details = {} } = 'rows' in found ? found : { rows: found };
    const subject = { kind: 'shop', id: '', name: '' } as const;
    await recordAudit({ actor: viewer, action: 'list-exported', subject, details: { list: name, ...details } });
    return csvResponse(name, rows);
  };
