import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { recordAudit } from '#lib/audit/record-audit.ts';
import { db } from '#lib/db.ts';
import { accountSubject } from '#lib/domain/audit.ts';
import { trackRequests } from '#lib/request-context.ts';
import { makeUser } from '../../support/database/factories.ts';

const requests = trackRequests();

/** Records as during a request from this address. */
const from = <T>(address: string, run: () => Promise<T>) =>
  requests.run(
    { failure: null, keepsOwnBody: false, awaitsAction: false, headers: { 'x-forwarded-for': address } },
    run,
  );

const lastRow = () => db().auditEntry.findFirstOrThrow({ orderBy: { id: 'desc' } });

test('a row says who, what, whom, when, from which network and in which request', async () => {
  const [admin, person] = [await makeUser({ role: 'ADMIN' }), await makeUser()];
  const before = Date.now();
  await from('203.0.113.77', () =>
    recordAudit({ actor: admin, action: 'role-changed', subject: accountSubject(person), details: { to: 'ADMIN' } }),
  );
  const row = await lastRow();
  expect(row).toMatchObject({
    ...{ action: 'role-changed', actorKind: 'account', actorId: admin.id, actorName: admin.username },
    ...{ subjectKind: 'account', subjectId: person.id, subjectName: person.username },
    ...{ addressPrefix: '203.0.113.0/24', details: { to: 'ADMIN' } },
  });
  expect(row.requestReference).toMatch(/^[0-9a-f]{8}$/);
  expect(Math.abs(row.occurredAt.getTime() - before)).toBeLessThan(60_000);
});

test.for([
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:0:0:0:0:0/48'],
  ['::ffff:198.51.100.9', '198.51.100.0/24'],
  ['0.0.0.0', null],
  ['unix:', null],
])('from %s only the prefix %s is stored', async ([address, prefix]) => {
  await from(String(address), () =>
    recordAudit({ actor: null, action: 'sign-in-refused', subject: accountSubject({ id: '', username: 'x' }) }),
  );
  expect(await lastRow()).toMatchObject({ addressPrefix: prefix, actorKind: 'nobody', actorId: null, actorName: '' });
});

test('rows of one request have one reference, those of another request another one', async () => {
  const record = () =>
    recordAudit({ actor: 'shop', action: 'account-closed', subject: { kind: 'shop', id: '', name: '' } });
  const references: (string | null)[] = [];
  for (const times of [2, 1])
    await from('192.0.2.1', async () => {
      for (let time = 0; time < times; time++) {
        await record();
        references.push((await lastRow()).requestReference);
      }
    });
  expect(references[0]).toBe(references[1]);
  expect(references[2]).not.toBe(references[0]);
  await record();
  expect(await lastRow()).toMatchObject({ requestReference: null, addressPrefix: null, actorKind: 'shop' });
});

test('the id of an order, which opens it, is stored only in part; long texts are cut', async () => {
  const id = randomUUID();
  await recordAudit({
    actor: 'terminal',
    action: 'refund-requested',
    subject: { kind: 'order', id, name: '🎨'.repeat(300) },
    details: { why: `see /orders/${id} ${'x'.repeat(500)}` },
  });
  const row = await lastRow();
  expect(JSON.stringify({ ...row, id: 0 })).not.toContain(id);
  expect(row.subjectId).toBe(`${id.slice(0, 8)}…`);
  expect([...row.subjectName]).toHaveLength(200);
  expect((row.details as { why: string }).why).toHaveLength(300);
});

test('a row comes with its change, or neither does', async () => {
  const person = await makeUser();
  const count = await db().auditEntry.count();
  const failing = db().$transaction(async (transaction) => {
    await recordAudit({ actor: person, action: 'email-changed', subject: accountSubject(person) }, transaction);
    throw new Error('the change failed');
  });
  await expect(failing).rejects.toThrow('the change failed');
  expect(await db().auditEntry.count()).toBe(count);
});
