import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Db } from '#lib/db.ts';
import type { SwitchedOffBecause } from '#lib/domain/webhooks/endpoint.ts';
import { endpointPath, endpointSubject } from '#lib/domain/webhooks/endpoint-names.ts';
import { queueAccountMail } from '#lib/messages/queue-account-mail.ts';
import { giveUpPending } from './give-up-pending.ts';

/**
 * Switches off an endpoint at which nothing arrives, in the transaction of the attempt that showed it. Its owner gets a mail;
 * for one of the shop's all admins do. One that is off already stays as it is.
 */
export async function switchOffByShop(
  tx: Db,
  endpointId: string,
  because: Exclude<SwitchedOffBecause, 'owner'>,
): Promise<void> {
  const [endpoint] = await tx.$queryRaw<{ id: string; userId: string | null; url: string }[]>`
    UPDATE webhook_endpoints SET switched_off_at = now(), switched_off_because = ${because}
    WHERE id = ${endpointId}::uuid AND switched_off_at IS NULL
    RETURNING id, user_id AS "userId", url`;
  if (!endpoint) return;
  await giveUpPending(tx, endpointId);
  const recipients = await tx.user.findMany({
    where: endpoint.userId === null ? { role: 'ADMIN' } : { id: endpoint.userId, closedAt: null },
    select: { id: true, email: true },
  });
  const { name: host } = endpointSubject(endpoint);
  const path = endpointPath(endpoint.userId === null ? 'shop' : 'own', endpointId);
  for (const { id: userId, email: recipient } of recipients) {
    const data = { host, path, because };
    await queueAccountMail({ kind: 'webhook-switched-off', userId, recipient, data }, tx);
  }
  const details = { because };
  await recordAudit({ actor: 'shop', action: 'webhook-switched-off', subject: endpointSubject(endpoint), details }, tx);
}
