import { Client } from 'pg';
import { beforeAll, expect, test } from 'vitest';
import { findAccountId } from '#lib/accounts/find-account-id.ts';
import { exportAuditRows } from '#lib/audit/export-audit-rows.ts';
import { type AuditCursor, type AuditFilter, listAuditRows } from '#lib/audit/list-audit-rows.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import { db } from '#lib/db.ts';
import { AUDIT_ACTIONS, type AuditAction, accountSubject } from '#lib/domain/audit.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { explain } from '../../../bench/explain.ts';
import { recordStatements } from '../../../bench/record-statements.ts';
import { makeUser } from '../../support/database/factories.ts';

const NOTHING: AuditFilter = { accountId: null, group: null, from: null, until: null };
const ACTIONS = Object.keys(AUDIT_ACTIONS) as AuditAction[];
/** So many that plans differ, and that many rows have the same time. */
const OTHERS = 30_000;

let admin: Viewer;
let person: Viewer;

beforeAll(async () => {
  [admin, person] = [await makeUser({ role: 'ADMIN' }), await makeUser()];
  await db().$executeRaw`ALTER TABLE audit_log DISABLE TRIGGER audit_log_time`;
  await db().$executeRaw`
    INSERT INTO audit_log (action, actor_kind, actor_id, actor_name, subject_kind, subject_id, occurred_at)
    SELECT 'signed-in', 'account', account, 'somebody', 'account', account, now() - make_interval(hours => n / 50)
    FROM generate_series(1, ${OTHERS}::int) AS n,
      LATERAL (SELECT md5((n % 400)::text)::uuid AS account) AS accounts`;
  await db().$executeRaw`ALTER TABLE audit_log ENABLE TRIGGER audit_log_time`;
  for (let round = 0; round < 3; round++) {
    await recordAudit({ actor: person, action: 'signed-in', subject: accountSubject(person) });
    await recordAudit({ actor: admin, action: 'account-suspended', subject: accountSubject(person) });
    await recordAudit({ actor: admin, action: 'event-replayed', subject: { kind: 'event', id: 'evt_1', name: 'x' } });
  }
  await db().$executeRaw`ANALYZE audit_log`;
});

async function listAll(filter: Partial<AuditFilter>, limit: number) {
  const all = [];
  for (let before: AuditCursor | null = null, isFirst = true; isFirst || before; isFirst = false) {
    const page: Awaited<ReturnType<typeof listAuditRows>> = await listAuditRows(
      { ...NOTHING, ...filter },
      { before, limit },
    );
    all.push(...page.rows);
    before = page.next;
  }
  return all;
}

test('pages have every row once, newest first, also where many have the same time', async () => {
  const from = new Date(Date.now() - 40 * 60 * 60 * 1_000);
  const rows = await listAll({ from }, 37);
  const ids = rows.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.length).toBe(await db().auditEntry.count({ where: { occurredAt: { gte: from } } }));
  const times = rows.map(({ occurredAt, id }) => [Date.parse(occurredAt), Number(id)] as const);
  const sorted = [...times].sort((one, other) => other[0] - one[0] || other[1] - one[1]);
  expect(times).toEqual(sorted);
});

test('an account’s rows are what it did and what was done to it, each once', async () => {
  const rows = await listAll({ accountId: person.id }, 4);
  expect(rows.map(({ action }) => action)).toEqual(Array(3).fill(['account-suspended', 'signed-in']).flat());
  expect(await listAll({ accountId: person.id, group: 'sign-in' }, 2)).toHaveLength(3);
  expect(await listAll({ accountId: admin.id }, 4)).toHaveLength(6);
  expect(await listAll({ accountId: crypto.randomUUID() }, 4)).toEqual([]);
});

test('a group has all its actions, in one order', async () => {
  const rows = await listAll({ group: 'shop' }, 2);
  expect(rows.map(({ action }) => action)).toEqual(Array(3).fill('event-replayed'));
  expect(await listAll({ group: 'work' }, 2)).toEqual([]);
});

test('from and until are the first moment that counts, and the first that does not', async () => {
  const { occurredAt } = await db().auditEntry.findFirstOrThrow({ orderBy: { id: 'asc' }, skip: 5_000 });
  const after = new Date(occurredAt.getTime() + 1);
  const count = await db().auditEntry.count({ where: { occurredAt } });
  expect(await listAll({ from: occurredAt, until: after }, 1_000)).toHaveLength(count);
  expect(await listAll({ from: occurredAt, until: occurredAt }, 10)).toEqual([]);
  expect(await listAll({ group: 'sign-in', from: occurredAt, until: after }, 20)).toHaveLength(count);
});

test('an account is found by username, email and id', async () => {
  for (const text of [person.username.toUpperCase(), person.email, person.id, person.id.toUpperCase()])
    expect(await findAccountId(text)).toBe(person.id);
  expect(await findAccountId('nobody at all')).toBeNull();
});

/** PostgreSQL's plans of what a query asks. */
async function plansOf(query: () => Promise<unknown>): Promise<string> {
  const client = new Client({ connectionString: process.env.DATABASE_URL });
  await client.connect();
  try {
    const plans: string[] = [];
    for (const statement of await recordStatements(query)) plans.push(await explain(client, statement));
    return plans.join('\n');
  } finally {
    await client.end();
  }
}

test('every filter reads its own index, however many rows there are', async () => {
  const accountId = person.id;
  const before = { at: new Date(), id: '1' };
  const pages: [Partial<AuditFilter>, string][] = [
    [{}, 'audit_log_by_time'],
    [{ from: new Date(Date.now() - 60 * 60 * 1_000) }, 'audit_log_by_time'],
    [{ group: 'shop' }, 'audit_log_by_action'],
    [{ group: 'sign-in' }, 'audit_log_by_action'],
    [{ accountId }, 'audit_log_by_actor'],
    [{ accountId, group: 'sign-in' }, 'audit_log_by_subject'],
  ];
  for (const [filter, index] of pages) {
    const plan = await plansOf(() => listAuditRows({ ...NOTHING, ...filter }, { before }));
    expect(plan).toContain(index);
    expect(plan).not.toContain('Seq Scan on audit_log');
  }
});

test('the export has a line for each row that the filters select, and defuses formulas', async () => {
  await recordAudit({
    actor: admin,
    action: 'work-hidden',
    subject: { kind: 'work', id: '1', name: '=HYPERLINK("x")' },
  });
  const parts: string[] = [];
  for await (const part of exportAuditRows({ ...NOTHING, accountId: admin.id })) parts.push(part);
  const [header, first, ...rest] = parts.join('').split('\r\n');
  expect(header).toBe('\ufefftime,action,description,by,by_id,concerns,name,id,network,request,details');
  expect(first).toContain(`,work-hidden,Work hidden,${admin.username},${admin.id},work,"'=HYPERLINK(""x"")",1,,,`);
  expect(rest).toHaveLength(7);
  expect(rest.at(-1)).toBe('');

  let lines = -1;
  for await (const part of exportAuditRows({ ...NOTHING, group: 'sign-in' })) lines += part.split('\r\n').length - 1;
  expect(lines).toBe(OTHERS + 3);
});

test('every action has a label and a group that the filter offers', async () => {
  expect(new Set(ACTIONS.map((action) => AUDIT_ACTIONS[action].label)).size).toBe(ACTIONS.length);
});
