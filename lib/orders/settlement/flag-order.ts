import type { Db } from '#lib/db.ts';

/** Puts an order before a person; the first reason stays until somebody has looked. */
export async function flagOrder(tx: Db, orderId: string, reason: string): Promise<void> {
  await tx.$executeRaw`UPDATE orders SET flag = COALESCE(flag, ${reason}) WHERE id = ${orderId}::uuid`;
}
