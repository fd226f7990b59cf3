import { db } from '#lib/db.ts';

export type ClaimedDelivery = {
  id: string;
  lease: string;
  /** This one included. */
  attempts: number;
  messageId: string;
  type: string;
  data: unknown;
  createdAt: Date;
  endpointId: string;
  url: string;
  secret: Uint8Array;
  /** Null once it does not sign any more. */
  previousSecret: Uint8Array | null;
  isFailing: boolean;
};

/** How many attempts may run: of all, and of those at endpoints whose last attempt has failed. */
export type FreePlaces = { all: number; failing: number };

/** So many attempts run at one endpoint, of all workers together; one where the last has failed. */
const MAX_AT_ENDPOINT = 4;
/** Longer than an attempt takes, with what a busy worker needs around it. */
const LEASE_SECONDS = 60;

/**
 * Leases deliveries that are due. One about a work waits while an earlier one about the same work is pending at this
 * endpoint; a replay waits for all of them, but nothing waits for a replay. Workers claim one after the other, so that
 * the limits are those of all together. Endpoints that work go first.
 */
export async function claimDeliveries({ all, failing }: FreePlaces): Promise<ClaimedDelivery[]> {
  if (all <= 0 || !(await isAnyPending())) return [];
  return db().$transaction(async (tx) => {
    await tx.$queryRaw`SELECT 1 FROM pg_advisory_xact_lock(hashtextextended('webhook deliveries', 0))`;
    return tx.$queryRaw<ClaimedDelivery[]>`
      WITH RECURSIVE waiting AS (
        -- Each endpoint with something pending, by one step through the index, however much that is.
        (SELECT endpoint_id FROM webhook_deliveries WHERE status = 'pending' ORDER BY endpoint_id LIMIT 1)
        UNION ALL
        SELECT (SELECT endpoint_id FROM webhook_deliveries
          WHERE status = 'pending' AND endpoint_id > waiting.endpoint_id ORDER BY endpoint_id LIMIT 1)
        FROM waiting WHERE waiting.endpoint_id IS NOT NULL
      ), due AS (
        SELECT delivery.id, delivery.due_at, endpoint.failing_since IS NOT NULL AS is_failing
        FROM waiting JOIN webhook_endpoints endpoint ON endpoint.id = waiting.endpoint_id
        LEFT JOIN users owner ON owner.id = endpoint.user_id
        CROSS JOIN LATERAL (
          SELECT id, due_at FROM webhook_deliveries this
          WHERE endpoint_id = endpoint.id AND status = 'pending' AND due_at <= now()
            -- One step through an index for each candidate until there are enough: OR keeps it from becoming a join of all.
            AND (post_id IS NULL OR NOT EXISTS (
              SELECT FROM webhook_deliveries earlier
              WHERE earlier.status = 'pending' AND earlier.endpoint_id = this.endpoint_id
                AND earlier.post_id = this.post_id AND earlier.number < this.number
                AND (this.is_replay OR NOT earlier.is_replay)))
          ORDER BY due_at, number
          LIMIT greatest(0, CASE WHEN endpoint.failing_since IS NULL THEN ${MAX_AT_ENDPOINT}::int ELSE 1 END - (
            SELECT count(*) FROM webhook_deliveries running
            WHERE running.endpoint_id = endpoint.id AND running.lease IS NOT NULL AND running.due_at > now()))
        ) delivery
        WHERE endpoint.switched_off_at IS NULL AND owner.suspended_at IS NULL
      ), chosen AS (
        SELECT id, is_failing FROM (
          SELECT *, row_number() OVER (PARTITION BY is_failing ORDER BY due_at) AS place FROM due) AS ranked
        WHERE NOT is_failing OR place <= ${failing}::int
        ORDER BY is_failing, due_at LIMIT ${all}::int
      )
      UPDATE webhook_deliveries SET lease = gen_random_uuid(), attempts = attempts + 1, attempted_at = now(),
        due_at = now() + make_interval(secs => ${LEASE_SECONDS}::int)
      FROM chosen, webhook_messages message, webhook_endpoints endpoint
      WHERE webhook_deliveries.id = chosen.id AND webhook_deliveries.status = 'pending'
        AND message.id = webhook_deliveries.message_id AND endpoint.id = webhook_deliveries.endpoint_id
      RETURNING webhook_deliveries.id, lease, attempts, message.id AS "messageId", message.type, message.data,
        message.created_at AS "createdAt", endpoint.id AS "endpointId", endpoint.url, endpoint.secret,
        CASE WHEN previous_secret_until > now() THEN previous_secret END AS "previousSecret",
        is_failing AS "isFailing"`;
  });
}

/** The usual case is that nothing is; then no lock is taken. */
async function isAnyPending(): Promise<boolean> {
  const [row] = await db().$queryRaw<{ isAny: boolean }[]>`
    SELECT EXISTS (SELECT FROM webhook_deliveries WHERE status = 'pending') AS "isAny"`;
  return row?.isAny ?? false;
}
