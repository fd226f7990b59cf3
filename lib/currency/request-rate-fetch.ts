import { db } from '#lib/db.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import { adminRefusal, type Viewer } from '#lib/domain/viewer.ts';
import { activeSource } from './active-source.ts';

/**
 * Makes a worker fetch the rates within seconds; for admins.
 * @throws {ExpectedError} not-found for anyone else, admin-needs-factor
 */
export async function requestRateFetch(viewer: Viewer): Promise<void> {
  const refusal = adminRefusal(viewer);
  if (refusal) throw new ExpectedError(refusal);
  await db().$executeRaw`
    INSERT INTO rate_services (source) VALUES (${activeSource().name})
    ON CONFLICT (source) DO UPDATE SET next_fetch_at = LEAST(rate_services.next_fetch_at, now())`;
}
