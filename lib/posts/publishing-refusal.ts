import type { ErrorCode } from '#lib/domain/errors.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { termsToAccept } from '#lib/settings/terms.ts';
import { mayPublish } from './may-publish.ts';

/** Why an account cannot publish a work at the moment, whichever it is; null if it can. */
export async function publishingRefusal(
  viewer: Viewer,
): Promise<Extract<ErrorCode, 'email-unproven' | 'terms-not-accepted'> | null> {
  if (!(await mayPublish(viewer))) return 'email-unproven';
  return (await termsToAccept(viewer.id)) === null ? null : 'terms-not-accepted';
}
