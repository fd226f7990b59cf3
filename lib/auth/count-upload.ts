import 'server-only';
import { countAttempt } from '#lib/accounts/attempt-limits.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { requestAddress } from './request-address.ts';

/** Counts one uploaded picture. @throws {ExpectedError} too-many-attempts */
export async function countUpload(viewer: Viewer, headers: Headers): Promise<void> {
  const { key, isLocal } = requestAddress(headers);
  await countAttempt({ 'upload-account': viewer.id, 'upload-address': isLocal ? null : key });
}
