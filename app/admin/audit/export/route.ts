import { findAccountId } from '#lib/accounts/find-account-id.ts';
import { exportAuditRows } from '#lib/audit/export-audit-rows.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import { viewerOrEnded } from '#lib/auth/viewer.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import { adminRefusal } from '#lib/domain/viewer.ts';
import { csvResponse } from '#lib/http/csv-response.ts';
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
  return csvResponse('audit-log', exportAuditRows({ ...filter, accountId }));
}

const refused = () => new Response(new ExpectedError('not-found').message, { status: 404 });
