import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Db } from '#lib/db.ts';
import { type AuditActor, type AuditDetails, accountSubject } from '#lib/domain/audit.ts';
import type { Role } from '#lib/domain/viewer.ts';

/**
 * Gives an account a role and records it, in a transaction. The database ends the account's sessions.
 * @param details what else is recorded.
 * @returns whether it had another role.
 */
export async function setRole(
  transaction: Db,
  actor: AuditActor,
  user: { id: string; username: string },
  role: Role,
  details: AuditDetails = {},
): Promise<boolean> {
  const [earlier] = await transaction.$queryRaw<{ role: Role }[]>`
    SELECT role::text AS role FROM users WHERE id = ${user.id}::uuid FOR UPDATE`;
  if (!earlier || earlier.role === role) return false;
  await transaction.user.update({ where: { id: user.id }, data: { role }, select: { id: true } });
  const all = { from: earlier.role, to: role, ...details };
  await recordAudit({ actor, action: 'role-changed', subject: accountSubject(user), details: all }, transaction);
  return true;
}
