import { db, type Prisma } from '#lib/db.ts';
import type { ImportProblem } from '#lib/domain/imports/import.ts';
import type { ImportDto, ImportListItem, ImportState } from '#lib/domain/imports/import-dto.ts';
import { KEPT_SECONDS } from '#lib/domain/retention.ts';
import type { Viewer } from '#lib/domain/viewer.ts';

const MAX_LISTED = 100;

const columns = {
  ...{ id: true, name: true, problems: true, createdAt: true, confirmedAt: true, finishedAt: true },
} as const satisfies Prisma.ImportSelect;

type Row = Prisma.ImportGetPayload<{ select: typeof columns }>;

/** One of the viewer's imports; null if it is somebody else's, or was deleted. */
export async function findImport(viewer: Viewer, id: string): Promise<ImportDto | null> {
  const row = await db().import.findFirst({ where: { id, ownerId: viewer.id }, select: columns });
  if (!row) return null;
  const [counted, changed, failed] = await Promise.all([
    countRows(id),
    listRows(id, { action: 'update' }),
    listRows(id, { problem: { not: null } }),
  ]);
  const kept = row.confirmedAt ? KEPT_SECONDS.import : KEPT_SECONDS.unconfirmedImport;
  return {
    ...toListItem(row),
    endsAt: new Date(row.createdAt.getTime() + kept * 1_000).toISOString(),
    problems: (row.problems as ImportProblem[] | null) ?? [],
    ...counted,
    ...{ changed, failed },
  };
}

/** The viewer's imports that are not deleted yet, newest first. */
export async function listImports(viewer: Viewer): Promise<ImportListItem[]> {
  const rows = await db().import.findMany({
    where: { ownerId: viewer.id },
    orderBy: { createdAt: 'desc' },
    take: 20,
    select: columns,
  });
  return rows.map(toListItem);
}

const toListItem = (row: Row): ImportListItem => ({
  ...{ id: row.id, name: row.name, state: stateOf(row), createdAt: row.createdAt.toISOString() },
});

function stateOf({ problems, confirmedAt, finishedAt }: Row): ImportState {
  if (problems !== null) return 'refused';
  if (!confirmedAt) return 'checked';
  return finishedAt ? 'finished' : 'running';
}

async function countRows(importId: string): Promise<Pick<ImportDto, 'counts' | 'progress'>> {
  const [row] = await db().$queryRaw<[ImportDto['counts'] & ImportDto['progress']]>`
    SELECT count(*) FILTER (WHERE action = 'create')::int AS "create", count(*) FILTER (WHERE action = 'update')::int AS "update",
      count(*) FILTER (WHERE action = 'skip')::int AS skip,
      count(*) FILTER (WHERE action <> 'skip' AND content ->> 'state' = 'LISTED')::int AS publish,
      count(*)::int AS total, count(done_at)::int AS done, count(problem)::int AS failed
    FROM import_rows WHERE import_id = ${importId}::uuid`;
  const { total, done, failed, ...counts } = row;
  return { counts, progress: { total, done, failed } };
}

async function listRows(importId: string, where: Prisma.ImportRowWhereInput) {
  const rows = await db().importRow.findMany({
    where: { ...where, importId },
    orderBy: { number: 'asc' },
    take: MAX_LISTED,
    select: { number: true, content: true, problem: true },
  });
  return rows.map(({ number, content, problem }) => ({
    row: number,
    title: (content as { fields: { title: string } }).fields.title,
    problem: problem ?? '',
  }));
}
