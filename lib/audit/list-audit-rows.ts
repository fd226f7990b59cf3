import { db, Prisma } from '#lib/db.ts';
import { type AuditDetails, type AuditGroup, type AuditRow, actionsOf } from '#lib/domain/audit.ts';

const AUDIT_PAGE_SIZE = 50;

export type AuditCursor = { at: Date; id: string };

export type AuditFilter = {
  /** An account's id: what it did, and what was done to it. */
  accountId: string | null;
  group: AuditGroup | null;
  from: Date | null;
  /** The first moment that is too late. */
  until: Date | null;
};

type Row = {
  id: bigint;
  occurredAt: Date;
  action: string;
  actorKind: AuditRow['actor']['kind'];
  actorId: string | null;
  actorName: string;
  subjectKind: string;
  subjectId: string;
  subjectName: string;
  addressPrefix: string | null;
  requestReference: string | null;
  details: AuditDetails;
};

const NEWEST_FIRST = Prisma.sql`ORDER BY occurred_at DESC, id DESC`;

/**
 * Rows of the audit log, newest first; for admins. Keyset pagination on (occurred_at, id).
 * @returns `next`: where the next page begins; null at the end.
 */
export async function listAuditRows(
  filter: AuditFilter,
  { before = null, limit = AUDIT_PAGE_SIZE }: { before?: AuditCursor | null; limit?: number } = {},
): Promise<{ rows: AuditRow[]; next: AuditCursor | null }> {
  const found = await db().$queryRaw<Row[]>`
    SELECT id, audit_log.occurred_at AS "occurredAt", action, actor_kind AS "actorKind", actor_id AS "actorId",
      actor_name AS "actorName", subject_kind AS "subjectKind", subject_id AS "subjectId",
      subject_name AS "subjectName", address_prefix AS "addressPrefix", request_reference AS "requestReference", details
    FROM (${keysOf(filter, before, limit + 1)}) AS page JOIN audit_log USING (id)
    ORDER BY audit_log.occurred_at DESC, id DESC`;
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  const next = found.length > limit && last ? { at: last.occurredAt, id: String(last.id) } : null;
  return { rows: rows.map(toAuditRow), next };
}

/** The keys of one page. Each branch reads its own index in this order, and stops after one page. */
function keysOf({ accountId, group, from, until }: AuditFilter, before: AuditCursor | null, limit: number): Prisma.Sql {
  const conditions = [
    ...(from ? [Prisma.sql`occurred_at >= ${from}`] : []),
    ...(until ? [Prisma.sql`occurred_at < ${until}`] : []),
    ...(before ? [Prisma.sql`(occurred_at, id) < (${before.at}, ${before.id}::bigint)`] : []),
  ];
  const keys = (...more: Prisma.Sql[]) => {
    const all = [...more, ...conditions];
    const where = all.length > 0 ? Prisma.sql`WHERE ${Prisma.join(all, ' AND ')}` : Prisma.empty;
    return Prisma.sql`SELECT occurred_at, id FROM audit_log ${where} ${NEWEST_FIRST} LIMIT ${limit}`;
  };
  if (accountId !== null) {
    const ofGroup = group ? [Prisma.sql`action = ANY(${actionsOf(group)}::text[])`] : [];
    const did = keys(Prisma.sql`actor_id = ${accountId}::uuid`, ...ofGroup);
    const had = keys(Prisma.sql`subject_kind = 'account' AND subject_id = ${accountId}`, ...ofGroup);
    return Prisma.sql`(${did}) UNION (${had}) ${NEWEST_FIRST} LIMIT ${limit}`;
  }
  if (group === null) return keys();
  return Prisma.sql`
    SELECT one.* FROM unnest(${actionsOf(group)}::text[]) AS wanted(name)
    CROSS JOIN LATERAL (${keys(Prisma.sql`action = wanted.name`)}) AS one
    ${NEWEST_FIRST} LIMIT ${limit}`;
}

const toAuditRow = (row: Row): AuditRow => ({
  id: String(row.id),
  occurredAt: row.occurredAt.toISOString(),
  action: row.action,
  actor: { kind: row.actorKind, id: row.actorId, name: row.actorName },
  subject: { kind: row.subjectKind, id: row.subjectId, name: row.subjectName },
  addressPrefix: row.addressPrefix,
  requestReference: row.requestReference,
  details: row.details,
});
