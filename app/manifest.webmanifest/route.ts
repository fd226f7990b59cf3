import { connection } from 'next/server';
import { DEFAULT_TAGLINE } from '#lib/domain/shop-name.ts';
import { knownShop } from '#lib/settings/known-shop.ts';
import { iconUrl } from '../shop-metadata.ts';

/** The web app manifest: what the shop is called and looks like on a home screen. */
export async function GET(): Promise<Response> {
  await connection();
  const { name, settings, logo } = knownShop();
  const icon = (size: 192 | 512) => ({
    src: iconUrl(logo, `icon-${size}.png`),
    sizes: `${size}x${size}`,
    type: 'image/png',
  });
  const manifest = {
    name,
    short_name: name,
    description: settings.identity.tagline || DEFAULT_TAGLINE,
    id: '/',
    start_url: '/',
    display: 'browser',
    lang: 'en',
    background_color: '#faf9f7',
    theme_color: '#faf9f7',
    icons: [icon(192), icon(512)],
  };
  return Response.json(manifest, {
    headers: { 'content-type': 'application/manifest+json', 'cache-control': 'public, max-age=300' },
  });
}
