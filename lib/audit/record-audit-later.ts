import { logFailure } from '#lib/logger.ts';
import { type AuditRecord, recordAudit } from './record-audit.ts';

/** Longer than the response needs. Milliseconds. */
const DELAY_MS = 250;

/**
 * Records when the response is on its way: one that says the same to everybody must not take longer if there is something
 * to record.
 */
export function recordAuditLater(record: AuditRecord): void {
  setTimeout(() => {
    recordAudit(record).catch((error) => logFailure('a row of the audit log could not be written', error));
  }, DELAY_MS);
}
