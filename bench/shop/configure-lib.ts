import { onCleanUp } from './clean-up.ts';
import type { OwnShop } from './own-shop.ts';

/** Makes `#lib/…` in this process use a shop's database, Redis and Stripe. Must be called before lib is imported. */
export function configureLib(shop: OwnShop): void {
  Object.assign(process.env, shop.env);
  onCleanUp(async () => {
    const [{ db }, { redis }] = await Promise.all([import('#lib/db.ts'), import('#lib/redis.ts')]);
    redis().disconnect();
    await db().$disconnect();
  });
}
