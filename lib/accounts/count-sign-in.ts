import { currentAddressPrefix } from '#lib/audit/current-address-prefix.ts';
import { recordAuditLater } from '#lib/audit/record-audit-later.ts';
import type { AuditSubject } from '#lib/domain/audit.ts';
import { type Attempt, countAttempt, LimitReached } from './attempt-limits.ts';

/**
 * Counts attempts to prove who somebody is. The first one that a limit refuses is recorded, and none of those after it:
 * else a stranger could fill the audit log.
 * @param subject whom the limit concerns; null for an account that does not exist, of which nothing is recorded.
 * @throws {ExpectedError} too-many-attempts, try-later
 */
export async function countSignIn(attempt: Attempt, subject: AuditSubject | null): Promise<void> {
  try {
    await countAttempt(attempt);
  } catch (error) {
    if (error instanceof LimitReached && error.isFirst && subject)
      recordAuditLater({ actor: null, action: 'sign-in-locked', subject, details: { limit: error.kind } });
    throw error;
  }
}

/** The network of this request, as whom a limit concerns. */
export function addressSubject(): AuditSubject {
  const prefix = currentAddressPrefix() ?? '';
  return { kind: 'address', id: prefix, name: prefix };
}
