import type { Db } from '#lib/db.ts';
import { type Quota, quotaOf } from '#lib/domain/quotas.ts';
import type { Viewer } from '#lib/domain/viewer.ts';

/**
 * What the viewer's account may keep. Other transactions that call this for the same account wait until the caller's
 * ends, so what is counted afterwards is true until then.
 */
export async function requireQuota(tx: Db, viewer: Viewer): Promise<Quota> {
  // Not FOR UPDATE, which would wait for every new row that refers to the account.
  await tx.$queryRaw`SELECT FROM users WHERE id = ${viewer.id}::uuid FOR NO KEY UPDATE`;
  const [{ hasSold }] = await tx.$queryRaw<[{ hasSold: boolean }]>`
    SELECT EXISTS (
      SELECT FROM orders WHERE seller_id = ${viewer.id}::uuid AND status = 'PAID'
        AND status NOT IN ('HELD', 'CANCELLED', 'EXPIRED', 'FAILED')
    ) AS "hasSold"`;
  return quotaOf({ hasSold });
}
