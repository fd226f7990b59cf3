import { randomUUID } from 'node:crypto';
import { findViewer } from '#lib/accounts/find-viewer.ts';
import { db } from '#lib/db.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import { removeZip } from './import-files.ts';
import { failRow, importRow } from './import-row.ts';
import type { RowOptions, WaitingRow } from './waiting-row.ts';
import { ZipOfImport } from './zip-of-import.ts';

const LEASE_SECONDS = 120;
const RENEW_MS = 30_000;
/** Then it is another import's turn. */
const TURN_MS = 15_000;
/** Before a row is tried again after a failure that is not its own. */
const RETRY_SECONDS = 15;

type Leased = { id: string; ownerId: string; lease: string };

/**
 * Brings in what confirmed imports hold, a while of each in turn. A worker leases an import and renews that; what a killed one
 * has left is gone on with by another.
 * @param stop ends it after the row, which is tried again.
 */
export async function runImports(stop: AbortSignal): Promise<void> {
  while (!stop.aborted) {
    const leased = await claim();
    if (!leased) return;
    await runForAWhile(leased, stop);
  }
}

/** The one that has waited longest. */
async function claim(): Promise<Leased | null> {
  const lease = randomUUID();
  const [leased] = await db().$queryRaw<Leased[]>`
    UPDATE imports SET lease = ${lease}::uuid, leased_until = now() + make_interval(secs => ${LEASE_SECONDS}::int)
    WHERE id = (
      SELECT id FROM imports
      WHERE confirmed_at IS NOT NULL AND finished_at IS NULL AND (leased_until IS NULL OR leased_until <= now())
      ORDER BY leased_until NULLS FIRST LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING id, owner_id AS "ownerId", lease`;
  return leased ?? null;
}

async function runForAWhile(leased: Leased, stop: AbortSignal): Promise<void> {
  const lost = new AbortController();
  const timer = setInterval(() => void renew(leased).then((isMine) => isMine || lost.abort()), RENEW_MS);
  const zip = new ZipOfImport(leased.id);
  let delay = 0;
  try {
    await runRows(leased, { zip, stop: AbortSignal.any([stop, lost.signal]), until: Date.now() + TURN_MS });
  } catch (error) {
    if (!stop.aborted && !lost.signal.aborted) {
      delay = RETRY_SECONDS;
      throw error;
    }
  } finally {
    clearInterval(timer);
    await zip.close();
    await giveBack(leased, delay);
  }
}

async function runRows(leased: Leased, options: RowOptions): Promise<void> {
  for (let row = await nextRow(leased); row; row = await nextRow(leased)) {
    if (options.stop.aborted || Date.now() >= options.until) return;
    // Asked each time: an account may be suspended meanwhile.
    const viewer = await findViewer(leased.ownerId);
    if (viewer) await importRow(viewer, row, options);
    else await failRow(row, new ExpectedError('suspended').message);
  }
  await finish(leased);
}

async function nextRow({ id }: Leased): Promise<WaitingRow | null> {
  const row = await db().importRow.findFirst({
    where: { importId: id, doneAt: null, problem: null },
    orderBy: { number: 'asc' },
  });
  return row && { ...row, content: row.content as WaitingRow['content'] };
}

async function finish({ id, lease }: Leased): Promise<void> {
  // Counted first: once the import is finished, its artist may ask to try them again, for which the ZIP is needed.
  const failed = await db().importRow.count({ where: { importId: id, problem: { not: null } } });
  const { count } = await db().import.updateMany({ where: { id, lease }, data: { finishedAt: new Date() } });
  if (count > 0 && failed === 0) await removeZip(id);
}

/** @returns whether the lease is still ours; while the database is away it may be. */
async function renew({ id, lease }: Leased): Promise<boolean> {
  const renewed = await db().$executeRaw`
    UPDATE imports SET leased_until = now() + make_interval(secs => ${LEASE_SECONDS}::int)
    WHERE id = ${id}::uuid AND lease = ${lease}::uuid`.catch(() => 1);
  return renewed > 0;
}

async function giveBack({ id, lease }: Leased, delaySeconds: number): Promise<void> {
  await db().$executeRaw`
    UPDATE imports SET lease = NULL, leased_until = now() + make_interval(secs => ${delaySeconds}::int)
    WHERE id = ${id}::uuid AND lease = ${lease}::uuid`;
}
