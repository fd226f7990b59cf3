import { eventually } from '../eventually.ts';
import { payAtStripe, saleStateOf, startCheckoutOverHttp } from '../http/start-checkout-over-http.ts';
import { type Account, addAccount, addWork, refreshPages, type Work } from './shop-data.ts';
import type { Shop } from './start-shop.ts';

/** One text for each place where people write, cut to what the place allows. */
export type Written = { work: Work; artist: Account; orderId: string };

/**
 * A sold work, and another one for sale, of an artist who is an admin too: every text that anybody wrote about them is
 * made of `word`.
 */
export async function addWrittenTexts(shop: Shop, word: string): Promise<Written> {
  const text = (length: number) => word.repeat(Math.ceil(length / word.length)).slice(0, length);
  const artist = await addAccount(shop, { role: 'ADMIN', displayName: text(80) });
  const [work, sold] = [await addWork(shop, { artist }), await addWork(shop, { artist })];
  await shop.database.query(
    `UPDATE posts SET title = $2, description = $3, content = $4, medium = $5, dimensions = $5, tags = $6
     WHERE artist_id = $1`,
    [artist.id, text(120), text(280), text(2_000), text(120), [text(30), text(29)]],
  );
  await shop.database.query('UPDATE users SET bio = $2 WHERE id = $1', [artist.id, text(900)]);
  const { orderId, sessionId } = await startCheckoutOverHttp(shop, sold);
  await payAtStripe(shop, sessionId);
  await eventually(async () => {
    const { order } = await saleStateOf(shop, orderId);
    if (order !== 'PAID') throw new Error(`the order is ${order}`);
  }, 60_000);
  // An email address is the only one of these that cannot be in every script.
  await shop.database.query(
    `UPDATE orders SET buyer_name = $2, buyer_id = $3, flag = $2, buyer_email = $4 WHERE id = $1`,
    [orderId, text(80), artist.id, `${'a'.repeat(64)}@${'b'.repeat(63)}.example`],
  );
  await refreshPages(shop, ['posts', 'gallery', `post:${work.slug}`, `artist:${artist.username}`]);
  return { work, artist, orderId };
}

/** All pages that show them. */
export const pagesOf = ({ work, artist, orderId }: Written, word: string): string[] => {
  const long = encodeURIComponent(word.repeat(50).slice(0, 200));
  const short = encodeURIComponent(word.repeat(5).slice(0, 8));
  return [
    ...[
      '/',
      `/posts/${work.slug}`,
      `/artists/${artist.username}`,
      '/search',
      `/search?q=${short}`,
      `/search?q=${long}`,
    ],
    ...[`/search?tag=${long}&medium=${long}&artist=${long}`, `/search?artist=${artist.username}`],
    ...[`/search?q=${long}&tag=${short}&colour=blue`, `/posts/${work.slug}/checkout?problem=sold`],
    ...[`/posts/${work.slug}/edit`, '/posts/new', `/dashboard/works/${work.slug}/visitors`],
    ...['/dashboard/settings', '/dashboard/settings/security'],
    ...['/dashboard', '/dashboard/sales', '/dashboard/purchases', `/dashboard/sales/${orderId}`, `/orders/${orderId}`],
    ...['/admin/orders', `/admin/orders?artist=${long}`, `/admin/orders/${orderId}`, '/admin/system'],
    ...['/admin', '/admin/accounts', `/admin/accounts?q=${long}`, '/admin/events', '/admin/ledger', '/admin/rates'],
    ...[`/currency?q=${long}`, `/dashboard?problem=${long}`, '/nowhere'],
  ];
};
