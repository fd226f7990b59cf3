import { connection } from 'next/server';
import { formatMoney } from '#lib/domain/money/money.ts';
import { pictureUrl } from '#lib/domain/pictures/picture.ts';
import { DEFAULT_TAGLINE } from '#lib/domain/shop-name.ts';
import { env } from '#lib/env.ts';
import { xml, xmlResponse } from '#lib/feeds/xml.ts';
import { cachedShop } from '#server/page-cache/cached-shop.ts';
import { cachedGallery } from '#server/page-cache/public-posts.ts';

/** The newest works as RSS 2.0, at the artists' own prices. */
export async function GET(): Promise<Response> {
  await connection();
  const { name, settings } = await cachedShop();
  const gallery = await cachedGallery(env().SHOP_CURRENCY, null);
  const origin = env().NEXTAUTH_URL;
  const items = (gallery?.page.posts ?? []).map((post) => {
    const url = `${origin}/posts/${post.slug}`;
    const width = post.picture?.widths.findLast((candidate) => candidate <= 960);
    const image =
      post.picture && width
        ? `<img src="${origin}${pictureUrl(post.picture.key, width)}" alt="${xml(post.picture.alt)}">`
        : '';
    return (
      `<item><title>${xml(post.title)}</title><link>${url}</link><guid>${url}</guid><dc:creator>${xml(post.artist.displayName)}</dc:creator>` +
      `<pubDate>${new Date(post.listedAt).toUTCString()}</pubDate>` +
      `<description>${xml(`${image}<p>${xml(post.status === 'SOLD' ? 'Sold' : formatMoney(post.price))}</p>`)}</description></item>`
    );
  });
  return xmlResponse(
    `<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>${xml(name)}</title><link>${origin}/</link>` +
      `<description>${xml(settings.identity.tagline || DEFAULT_TAGLINE)}</description>${items.join('')}</channel></rss>`,
    'application/rss+xml',
  );
}
