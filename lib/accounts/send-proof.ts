import { db } from '#lib/db.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { queueAccountMail } from '#lib/messages/queue-account-mail.ts';
import { countAttempt } from './attempt-limits.ts';

/**
 * Sends the link that proves the viewer's email again. One that waits to be sent is not sent twice.
 * @throws {ExpectedError} too-many-attempts, try-later
 */
export async function sendProof(viewer: Viewer): Promise<void> {
  await countAttempt({ 'send-proof': viewer.id });
  const kind = 'prove-email';
  const waiting = await db().message.count({
    where: { userId: viewer.id, kind, recipient: viewer.email, sentAt: null },
  });
  if (waiting === 0) await queueAccountMail({ kind, userId: viewer.id, recipient: viewer.email });
}
