import { Prisma } from '#lib/db.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { currentRequestContext } from '#lib/request-context.ts';
import { isUsableHere } from './demo-accounts.ts';
import { HAS_SECOND_FACTOR } from './factors/has-second-factor.ts';

export type ViewerRow = Viewer & { isDemo: boolean };

/** The columns of a `ViewerRow`, in a statement about `users`. */
export const VIEWER_COLUMNS = Prisma.sql`users.id, username::text AS username, display_name AS "displayName",
  email::text AS email, email_proven_at IS NOT NULL AS "isEmailProven", role::text AS role, is_demo AS "isDemo",
  ${HAS_SECOND_FACTOR} AS "hasSecondFactor"`;

/** Whether the account of a row of `users` is in use, in the same statement. */
export const IS_IN_USE = Prisma.sql`suspended_at IS NULL AND closed_at IS NULL`;

/** The viewer, whom the log then names beside this request; null if the account cannot be used here. */
export function viewerOf(row: ViewerRow): Viewer | null {
  if (!isUsableHere(row)) return null;
  const { id, username, displayName, email, role, isEmailProven, hasSecondFactor } = row;
  const request = currentRequestContext();
  if (request) request.viewerId = id;
  return { id, username, displayName, email, role, isEmailProven, hasSecondFactor };
}
