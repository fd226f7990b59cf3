import { recordAuditLater } from '#lib/audit/record-audit-later.ts';
import type { AuditSubject } from '#lib/domain/audit.ts';
import { type ErrorCode, ExpectedError } from '#lib/domain/errors.ts';

/**
 * The error of a sign-in that is refused, which is recorded for an account that exists. Nothing of what was typed is.
 * @param subject null for an account that does not exist.
 */
export function refusedSignIn(code: ErrorCode, subject: AuditSubject | null, field?: string): ExpectedError {
  if (subject) recordAuditLater({ actor: null, action: 'sign-in-refused', subject, details: { reason: code } });
  return new ExpectedError(code, field);
}
