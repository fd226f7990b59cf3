import { findAccountId } from '#lib/accounts/find-account-id.ts';
import { exportAuditRows } from '#lib/audit/export-audit-rows.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import { viewerOrEnded } from '#lib/auth/viewer.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import { adminRefusal } from '#lib/domain/viewer.ts';
import { auditParams, auditQuerySchema } from '#lib/schemas/audit.ts';

/** The audit log as CSV, with the filters of its page; for admins. That somebody took it is recorded as well. */
export async function GET(request: Request): Promise<Response> {
  const viewer = await viewerOrEnded();
  if (!viewer || viewer === 'ended' || adminRefusal(viewer)) return refused();
  const query = auditQuerySchema.parse(Object.fromEntries(new URL(request.url).searchParams));
  const accountId = query.account ? await findAccountId(query.account) : null;
  if (query.account && accountId === null) return refused();
  const subject = { kind: 'shop', id: '', name: '' } as const;
  const details = { ...auditParams(query), ...(accountId && { account: accountId }) };
  await recordAudit({ actor: viewer, action: 'audit-exported', subject, details });
  const { before: _page, ...filter } = query;
  return new Response(toStream(exportAuditRows({ ...filter, accountId })), {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="audit-log-${new Date().toISOString().slice(0, 10)}.csv"`,
      'cache-control': 'private, no-store',
    },
  });
}

const refused = () => new Response(new ExpectedError('not-found').message, { status: 404 });

/** A slow client is waited for, and one that leaves ends it. */
function toStream(parts: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      const { value, done } = await parts.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    async cancel() {
      await parts.return(undefined);
    },
  });
}
