import { db } from '#lib/db.ts';

export type HoldSummary = {
  held: number;
  /** How many works can be bought or are held; null if the held ones are few of them. */
  onSale: number | null;
  /** Those with the most open holds, if many works are held. `key`: see `buyerNetworks` in prisma/schema.prisma. */
  networks: { key: string; holds: number }[];
};

/** Many: at least ten works, and one in five. */
const MANY = { works: 10, share: 5 } as const;
const MAX_NETWORKS = 3;

/**
 * How much of the gallery is held right now, for admins. Counts no more works than it needs to know whether it is much.
 */
export async function summarizeHolds(): Promise<HoldSummary> {
  const [{ held } = { held: 0 }] = await db().$queryRaw<{ held: number }[]>`
    SELECT count(*)::int AS held FROM orders WHERE status IN ('HELD', 'PROCESSING')`;
  if (held < MANY.works) return { held, onSale: null, networks: [] };
  const [{ works } = { works: 0 }] = await db().$queryRaw<{ works: number }[]>`
    SELECT count(*)::int AS works FROM (
      SELECT 1 FROM posts WHERE status = 'LISTED' AND hidden_at IS NULL LIMIT ${held * MANY.share + 1}) AS some_works`;
  if (works > held * MANY.share) return { held, onSale: null, networks: [] };
  const networks = await db().$queryRaw<HoldSummary['networks']>`
    SELECT key, count(*)::int AS holds FROM orders, unnest(buyer_networks) AS key
    WHERE status = 'HELD' GROUP BY key HAVING count(*) > 1 ORDER BY holds DESC, key LIMIT ${MAX_NETWORKS}`;
  return { held, onSale: works, networks };
}
