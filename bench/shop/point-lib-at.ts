import { atEnd } from './clean-up.ts';
import type { OwnShop } from './own-shop.ts';

/** Lets `#lib/…` in this process work on a shop's database, Redis and Stripe; call it before the first import of lib. */
export function pointLibAt(shop: OwnShop): void {
  Object.assign(process.env, shop.env);
  atEnd(async () => {
    const [{ db }, { redis }] = await Promise.all([import('#lib/db.ts'), import('#lib/redis.ts')]);
    redis().disconnect();
    await db().$disconnect();
  });
}
