import { type Db, db } from '#lib/db.ts';
import type { AuditAction, AuditActor, AuditDetails, AuditSubject } from '#lib/domain/audit.ts';
import { logger, maskIds } from '#lib/logger.ts';
import { requestReference } from '#lib/request-context.ts';
import { currentAddressPrefix } from './current-address-prefix.ts';

export type AuditRecord = { actor: AuditActor; action: AuditAction; subject: AuditSubject; details?: AuditDetails };

const MAX_NAME = 200;
const MAX_DETAIL = 300;

/**
 * Records who did what to whom, from which network and in which request, and logs the same. What the two last ones are is
 * known by itself.
 * @param client that of the transaction which makes the change: then neither exists without the other. If it is rolled
 *   back, only the line in the log stays.
 */
export async function recordAudit(record: AuditRecord, client: Db = db()): Promise<void> {
  const { actor, action, subject, details = {} } = record;
  const account = typeof actor === 'object' ? actor : null;
  const row = {
    action,
    actorKind: account ? 'account' : (actor?.toString() ?? 'nobody'),
    actorId: account?.id ?? null,
    actorName: account?.username ?? '',
    subjectKind: subject.kind,
    // The link to an order is its whole protection, and an export of the log goes from hand to hand.
    subjectId: subject.kind === 'order' ? maskIds(subject.id) : subject.id,
    subjectName: shortened(subject.name, MAX_NAME),
    addressPrefix: currentAddressPrefix(),
    requestReference: requestReference(),
    details: shortenedDetails(details),
  };
  logger().info({ audit: row }, 'audit');
  await client.auditEntry.create({ data: row, select: { id: true } });
}

function shortenedDetails(details: AuditDetails): AuditDetails {
  return Object.fromEntries(
    Object.entries(details).map(([name, value]) => [
      name,
      typeof value === 'string' ? shortened(maskIds(value), MAX_DETAIL) : value,
    ]),
  );
}

/** Whole characters, whatever they consist of in UTF-16. */
const shortened = (text: string, length: number) => [...text].slice(0, length).join('');
