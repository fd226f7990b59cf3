import { db } from '#lib/db.ts';
import { isolate } from '#lib/domain/isolate.ts';
import { erasurePath } from '#lib/domain/leaving.ts';
import { durationText, KEPT_SECONDS } from '#lib/domain/retention.ts';
import { env } from '#lib/env.ts';
import { knownShop } from '#lib/settings/known-shop.ts';
import { newToken, tokenHash } from '#lib/tokens/token-hash.ts';
import type { MailContent } from './mail-content.ts';

/**
 * The mail with the link that removes a buyer from their order. Its token is created now, so that it is in no queue; the link
 * before it ends.
 * @returns null if the order's buyer is somebody else by now, or was removed.
 */
export async function prepareErasureMail(orderId: string, recipient: string): Promise<MailContent | null> {
  const order = await db().order.findFirst({
    where: { id: orderId, buyerEmail: recipient, buyerErasedAt: null },
    select: { post: { select: { title: true } } },
  });
  if (!order) return null;
  const token = newToken();
  await db().$executeRaw`
    INSERT INTO erasure_links (order_id, token_hash, expires_at)
    VALUES (${orderId}::uuid, ${tokenHash(token)}, now() + make_interval(secs => ${KEPT_SECONDS.erasureLink}::int))
    ON CONFLICT (order_id) DO UPDATE
    SET token_hash = excluded.token_hash, created_at = now(), expires_at = excluded.expires_at`;
  const work = `“${isolate(order.post.title)}”`;
  return {
    subject: `Remove your data from your order of ${work}`,
    paragraphs: [
      {
        text: `Somebody, probably you, has asked to remove your name and email address from the order of ${work} at ${knownShop().name}.`,
        link: { label: 'Remove my data', url: `${env().NEXTAUTH_URL}${erasurePath(token)}` },
      },
      {
        text: `The link works once, within ${durationText(KEPT_SECONDS.erasureLink)}. If it was not you, you can ignore this mail.`,
      },
    ],
  };
}
