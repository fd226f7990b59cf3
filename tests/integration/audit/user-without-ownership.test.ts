import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { recordAudit } from '#lib/audit/record-audit.ts';
import { db } from '#lib/db.ts';

/** As docs/production.md says: `npm run migrate` owns the tables, and the shop's user may only use them. */
const role = `shop_${randomUUID().replaceAll('-', '')}`;

test('a user that does not own the tables writes to the audit log, and cannot take its protection away', async () => {
  await db().$executeRawUnsafe(`CREATE ROLE ${role}`);
  await db().$executeRawUnsafe(`GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO ${role}`);
  const attempts = [
    'ALTER TABLE audit_log DISABLE TRIGGER ALL',
    'DROP TRIGGER audit_log_append_only ON audit_log',
    'DROP TABLE audit_log',
    'SET LOCAL session_replication_role = replica',
    "UPDATE audit_log SET actor_name = 'nobody'",
    'DELETE FROM audit_log',
    'TRUNCATE audit_log',
  ];
  for (const attempt of attempts) {
    const tried = db().$transaction(async (tx) => {
      await tx.$executeRawUnsafe(`SET LOCAL ROLE ${role}`);
      const subject = { kind: 'shop', id: attempt, name: '' } as const;
      await recordAudit({ actor: 'terminal', action: 'audit-exported', subject }, tx);
      await tx.$executeRawUnsafe(attempt);
    });
    await expect(tried, attempt).rejects.toThrow(/permission denied|must be owner|append-only/);
  }
  await db().$transaction(async (tx) => {
    await tx.$executeRawUnsafe(`SET LOCAL ROLE ${role}`);
    await recordAudit(
      { actor: 'terminal', action: 'audit-exported', subject: { kind: 'shop', id: role, name: '' } },
      tx,
    );
  });
  expect(await db().auditEntry.count({ where: { subjectId: role } })).toBe(1);
  await db().$executeRawUnsafe(`DROP OWNED BY ${role}`);
  await db().$executeRawUnsafe(`DROP ROLE ${role}`);
});
