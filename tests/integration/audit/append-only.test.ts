import { expect, test } from 'vitest';
import { deleteExpiredAuditRows } from '#lib/audit/delete-expired-rows.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import { db } from '#lib/db.ts';
import { accountSubject } from '#lib/domain/audit.ts';
import { makeUser } from '../../support/database/factories.ts';

const record = async () => {
  const person = await makeUser();
  await recordAudit({ actor: person, action: 'signed-in', subject: accountSubject(person) });
};
const rows = () => db().auditEntry.findMany({ orderBy: { id: 'asc' } });

/** Inserts a row of another time, which the database otherwise does not allow. */
async function insertOld(age: string): Promise<void> {
  await db().$transaction([
    db().$executeRaw`ALTER TABLE audit_log DISABLE TRIGGER audit_log_time`,
    db().$executeRawUnsafe(
      `INSERT INTO audit_log (action, actor_kind, subject_kind, occurred_at) VALUES ('signed-in', 'nobody', 'shop', now() - interval '${age}')`,
    ),
    db().$executeRaw`ALTER TABLE audit_log ENABLE TRIGGER audit_log_time`,
  ]);
}

test.for([
  "UPDATE audit_log SET action = 'signed-out'",
  'UPDATE audit_log SET id = DEFAULT WHERE id < 0',
  'DELETE FROM audit_log',
  'TRUNCATE audit_log',
  "INSERT INTO audit_log OVERRIDING SYSTEM VALUE SELECT * FROM audit_log ON CONFLICT (id) DO UPDATE SET action = 'signed-out'",
])('the audit log is append-only: %s', async (statement) => {
  await record();
  const before = await rows();
  await expect(db().$executeRawUnsafe(statement)).rejects.toThrow(/append-only/);
  expect(await rows()).toEqual(before);
});

test('a row has the time at which it is written, whatever it claims', async () => {
  await db()
    .$executeRaw`INSERT INTO audit_log (action, actor_kind, subject_kind, occurred_at) VALUES ('signed-in', 'nobody', 'shop', '2001-01-01')`;
  const last = (await rows()).at(-1);
  expect(Math.abs(Number(last?.occurredAt) - Date.now())).toBeLessThan(60_000);
});

test('rows whose time is over are deleted, and no others', async () => {
  await record();
  const before = await rows();
  for (const age of ['401 days', '500 days', '399 days']) await insertOld(age);
  await expect(db().$executeRaw`DELETE FROM audit_log`).rejects.toThrow(/append-only/);
  expect(await deleteExpiredAuditRows(new AbortController().signal)).toBe(2);
  expect(await deleteExpiredAuditRows(new AbortController().signal)).toBe(0);
  expect(await rows()).toHaveLength(before.length + 1);
});

test('a deleted account leaves its rows behind', async () => {
  const person = await makeUser();
  await recordAudit({ actor: person, action: 'account-closed', subject: accountSubject(person) });
  await db().user.delete({ where: { id: person.id } });
  expect((await rows()).at(-1)).toMatchObject({ actorId: person.id, actorName: person.username });
});
