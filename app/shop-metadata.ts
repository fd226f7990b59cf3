import type { Metadata } from 'next';
import { type Logo, type LogoFile, logoUrl } from '#lib/domain/settings/logo.ts';
import { DEFAULT_TAGLINE } from '#lib/domain/shop-name.ts';

/** The file of the logo, or that of public/ while there is none. */
export const iconUrl = (logo: Logo | null, file: Exclude<LogoFile, 'header.webp'>): string =>
  logo ? logoUrl(logo, file) : `/${file}`;

/** What the head of every page says of the shop; a page adds its own title in front. */
export function shopMetadata({
  name,
  tagline,
  logo,
}: {
  name: string;
  /** '' for the product's. */
  tagline: string;
  logo: Logo | null;
}): Metadata {
  const about = tagline || DEFAULT_TAGLINE;
  return {
    // Next puts a page's title in place of %s; what looks like it in a name is not meant.
    title: { default: `${name}: ${about.replace(/\.$/, '')}`, template: `%s · ${name.replaceAll('%s', '% s')}` },
    description: about,
    applicationName: name,
    manifest: '/manifest.webmanifest',
    icons: {
      icon: logo
        ? [
            { url: logoUrl(logo, 'icon-48.png'), sizes: '48x48', type: 'image/png' },
            { url: logoUrl(logo, 'icon-192.png'), sizes: '192x192', type: 'image/png' },
          ]
        : [{ url: '/icon.svg', type: 'image/svg+xml' }],
      apple: iconUrl(logo, 'icon-180.png'),
    },
  };
}
