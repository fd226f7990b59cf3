import { db } from '#lib/db.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { activeSource } from './active-source.ts';

/**
 * An admin wants the rates fetched now: a worker does it within seconds.
 * @throws {ExpectedError} not-found for everybody else
 */
export async function requestFetch(viewer: Viewer): Promise<void> {
  if (viewer.role !== 'ADMIN') throw new ExpectedError('not-found');
  await db().$executeRaw`
    INSERT INTO rate_services (source) VALUES (${activeSource().name})
    ON CONFLICT (source) DO UPDATE SET next_fetch_at = LEAST(rate_services.next_fetch_at, now())`;
}
