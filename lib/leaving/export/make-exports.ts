import { randomUUID } from 'node:crypto';
import { db } from '#lib/db.ts';
import { formatDate } from '#lib/domain/format-date.ts';
import { KEPT_SECONDS } from '#lib/domain/retention.ts';
import { logFailure } from '#lib/logger.ts';
import { queueAccountMail } from '#lib/messages/queue-account-mail.ts';
import { exportFileName, hasRoomFor, removeExportFile, writeExportFile } from './export-files.ts';
import { writeExport } from './write-export.ts';

const LEASE_SECONDS = 120;
const RENEW_MS = 30_000;
const MAX_DELAY_SECONDS = 60 * 60;

type Leased = { id: string; userId: string; attempts: number; lease: string };

/**
 * Makes one requested export. A worker leases it first and renews that while it writes; what a killed one has left is made
 * again by another, and its file is never offered.
 * @param stop gives it back unfinished.
 * @returns whether there was one.
 */
export async function makeExport(stop: AbortSignal): Promise<boolean> {
  const lease = randomUUID();
  const [leased] = await db().$queryRaw<Leased[]>`
    UPDATE exports SET lease = ${lease}::uuid, attempts = attempts + 1,
      leased_until = now() + make_interval(secs => ${LEASE_SECONDS}::int)
    WHERE id = (
      SELECT id FROM exports
      WHERE ready_at IS NULL AND removed_at IS NULL AND (leased_until IS NULL OR leased_until < now())
      ORDER BY requested_at LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING id, user_id AS "userId", attempts, lease`;
  if (!leased) return false;
  try {
    await make(leased, stop);
  } catch (error) {
    await giveBack(leased, error, stop.aborted);
  }
  return true;
}

async function make(leased: Leased, stop: AbortSignal): Promise<void> {
  const { id, userId, lease } = leased;
  const account = await db().user.findFirstOrThrow({
    where: { id: userId },
    select: { id: true, username: true, email: true, emailProvenAt: true },
  });
  // Guests have written under an address that anybody can type.
  const owner = { ...account, email: account.emailProvenAt && account.email };
  const pictures = await db().postImage.aggregate({ where: { ownerId: userId }, _sum: { bytes: true } });
  if (!(await hasRoomFor(Number(pictures._sum.bytes ?? 0)))) throw new Error('the disk is nearly full');
  const name = exportFileName(id, lease);
  const lost = new AbortController();
  const timer = setInterval(() => void renew(id, lease).then((isMine) => isMine || lost.abort()), RENEW_MS);
  try {
    const either = AbortSignal.any([stop, lost.signal]);
    const bytes = await writeExportFile(name, (to) => writeExport(owner, to, either));
    if (!(await finish(leased, account.email, { file: name, bytes }))) await removeExportFile(name);
  } finally {
    clearInterval(timer);
  }
}

/** @returns whether the lease is still ours; while the database is away it may be. */
async function renew(id: string, lease: string): Promise<boolean> {
  const renewed = await db().$executeRaw`
    UPDATE exports SET leased_until = now() + make_interval(secs => ${LEASE_SECONDS}::int)
    WHERE id = ${id}::uuid AND lease = ${lease}::uuid`.catch(() => 1);
  return renewed > 0;
}

/** The newer export replaces what was there, so that an account has one file at most. @returns whether it was still wanted. */
function finish({ id, userId, lease }: Leased, email: string, file: { file: string; bytes: number }): Promise<boolean> {
  return db().$transaction(async (tx) => {
    const { count } = await tx.export.updateMany({
      where: { id, lease, readyAt: null, removedAt: null },
      data: { readyAt: new Date(), ...file, lease: null, leasedUntil: null, lastError: null },
    });
    if (count === 0) return false;
    await tx.export.updateMany({
      where: { userId, id: { not: id }, readyAt: { not: null }, removedAt: null },
      data: { removedAt: new Date() },
    });
    const endsAt = formatDate(new Date(Date.now() + KEPT_SECONDS.export * 1_000).toISOString());
    await queueAccountMail({ kind: 'export-ready', userId, recipient: email, data: { endsAt } }, tx);
    return true;
  });
}

async function giveBack({ id, lease, attempts }: Leased, error: unknown, isStopping: boolean): Promise<void> {
  if (!isStopping) logFailure('an export could not be made and will be tried again', error, { exportId: id, attempts });
  const delay = isStopping ? 0 : Math.min(MAX_DELAY_SECONDS, 15 * 2 ** attempts);
  const lastError = isStopping ? null : error instanceof Error ? error.message : String(error);
  await db().$executeRaw`
    UPDATE exports SET lease = NULL, leased_until = now() + make_interval(secs => ${delay}::int), last_error = ${lastError}
    WHERE id = ${id}::uuid AND lease = ${lease}::uuid`;
}
