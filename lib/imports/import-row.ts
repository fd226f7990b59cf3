import { db, isOfLeavingAccount, isUniqueViolation } from '#lib/db.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import { PUBLISHING_REFUSALS } from '#lib/domain/imports/import.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { logFailure } from '#lib/logger.ts';
import { TurnOver } from './bring-pictures.ts';
import { RowProblem } from './row-problem.ts';
import type { RowOptions, WaitingRow } from './waiting-row.ts';
import { KEY_TAKEN, writeRow } from './write-row.ts';

type RefusedToPublish = keyof typeof PUBLISHING_REFUSALS;

/** After so many attempts that ended without a reason which the artist could mend. */
const MAX_ATTEMPTS = 3;
const CHANGED = 'This work was changed after the file was checked. Please import the file again.';

/**
 * Brings one row in, by the commands of the post form: with the same quotas, rules and webhooks. Done again it changes
 * nothing, so a worker may be killed at any moment. At the end of the turn it leaves a row between two pictures, and the row
 * waits for the next turn.
 * @throws what is not about the row, such as a database failure; it is tried again then.
 */
export async function importRow(viewer: Viewer, row: WaitingRow, options: RowOptions): Promise<void> {
  await db().importRow.updateMany({ where: keyOf(row), data: { attempts: { increment: 1 } } });
  try {
    await finish(viewer, row, await writeRow(viewer, row, options));
  } catch (error) {
    const isOver = error instanceof TurnOver;
    if (isOver || options.stop.aborted) {
      await db().importRow.updateMany({ where: keyOf(row), data: { attempts: { decrement: 1 } } });
      if (isOver) return;
      throw error;
    }
    const problem = problemOf(error) ?? (row.attempts + 1 < MAX_ATTEMPTS ? null : faultOf(error, row));
    if (problem === null) throw error;
    await failRow(row, problem);
  }
}

/** Remembers by which row the work was written. */
async function finish(viewer: Viewer, row: WaitingRow, postId: string): Promise<void> {
  const { key, hash } = row.content;
  const imported = { artistId: viewer.id, hash, ...(key !== null && { key }) };
  await db().$transaction([
    db().importedPost.upsert({ where: { postId }, create: { postId, ...imported }, update: imported }),
    db().importRow.updateMany({ where: keyOf(row), data: { doneAt: new Date(), postId, problem: null } }),
  ]);
}

export async function failRow(row: Pick<WaitingRow, 'importId' | 'number'>, problem: string): Promise<void> {
  await db().importRow.updateMany({ where: { ...keyOf(row), doneAt: null }, data: { problem } });
}

const keyOf = ({ importId, number }: Pick<WaitingRow, 'importId' | 'number'>) => ({ importId, number });

/** What the artist can mend, or try again; null for what they cannot. */
function problemOf(error: unknown): string | null {
  if (isOfLeavingAccount(error)) return new ExpectedError('account-closing').message;
  if (isUniqueViolation(error)) return KEY_TAKEN;
  if (error instanceof ExpectedError && error.code === 'changed-elsewhere') return CHANGED;
  if (error instanceof RowProblem) return error.message;
  if (!(error instanceof ExpectedError)) return null;
  return error.code in PUBLISHING_REFUSALS ? PUBLISHING_REFUSALS[error.code as RefusedToPublish] : error.message;
}

function faultOf(error: unknown, { importId, number }: WaitingRow): string {
  const reference = logFailure('a row could not be imported', error, { importId, row: number });
  return `Something went wrong on our side. Please try again. (Reference ${reference})`;
}
