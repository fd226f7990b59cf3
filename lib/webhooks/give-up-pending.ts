import type { Db } from '#lib/db.ts';

/** What an endpoint had not received when it was switched off stays in its log, from where it can be sent again. */
export async function giveUpPending(tx: Db, endpointId: string): Promise<void> {
  await tx.$executeRaw`
    UPDATE webhook_deliveries SET status = 'failed',
      last_error = coalesce(last_error, 'The endpoint was switched off before this could be sent.')
    WHERE endpoint_id = ${endpointId}::uuid AND status = 'pending'`;
}
