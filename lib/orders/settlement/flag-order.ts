import type { Db } from '#lib/db.ts';

/** Marks an order for an admin; the first reason stays until the flag is cleared. */
export async function flagOrder(tx: Db, orderId: string, reason: string): Promise<void> {
  await tx.$executeRaw`UPDATE orders SET flag = COALESCE(flag, ${reason}) WHERE id = ${orderId}::uuid`;
}
