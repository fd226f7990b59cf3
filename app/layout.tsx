import type { Metadata, Viewport } from 'next';
import { headers } from 'next/headers';
import type { ReactNode } from 'react';
import { SiteFooter } from '#components/layout/site-footer.tsx';
import { SiteHeader } from '#components/layout/site-header.tsx';
import { DEFAULT_CURRENCY } from '#lib/domain/money/currencies.ts';
import { accentOf } from '#lib/domain/settings/contrast.ts';
import { legalLinks } from '#lib/domain/settings/legal-pages.ts';
import { VISITOR_CURRENCY_HEADER } from '#lib/http/request-currency.ts';
import { accentStyle } from '#lib/view/accent-style.ts';
import { END_SCRIPT, HEAD_SCRIPT } from '#lib/view/inline-scripts.ts';
import { cachedShop } from '#server/page-cache/cached-shop.ts';
import { fontClasses } from './fonts.ts';
import { shopMetadata } from './shop-metadata.ts';
import './globals.css';

export async function generateMetadata(): Promise<Metadata> {
  const { name, settings, logo } = await cachedShop();
  return shopMetadata({ name, tagline: settings.identity.tagline, logo });
}

export const viewport: Viewport = {
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#faf9f7' },
    { media: '(prefers-color-scheme: dark)', color: '#141312' },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  // Cached pages do not get this header; their path has the currency.
  const currency = (await headers()).get(VISITOR_CURRENCY_HEADER) ?? DEFAULT_CURRENCY;
  const { name, settings, logo, pages } = await cachedShop();
  return (
    // The script below sets data-theme before the first paint; React did not render that attribute.
    <html lang="en" className={fontClasses} style={accentStyle(accentOf(settings.identity))} suppressHydrationWarning>
      <head>
        {/* Nothing is painted before the whole page has arrived: the widths in a row of works depend on each other. */}
        <link rel="expect" href="#end" blocking="render" />
        {/* Not in the metadata: a page with a canonical URL would replace it there. */}
        <link rel="alternate" type="application/rss+xml" title={`New works on ${name}`} href="/feed.xml" />
        {/* biome-ignore lint/security/noDangerouslySetInnerHtml: our own constants, run before the first paint */}
        <script dangerouslySetInnerHTML={{ __html: HEAD_SCRIPT }} />
      </head>
      <body>
        <a
          href="#main"
          className="sr-only focus:not-sr-only focus:absolute focus:z-10 focus:m-3 focus:bg-raised focus:px-4 focus:py-2"
        >
          Skip to content
        </a>
        <SiteHeader currency={currency} name={name} logo={logo} />
        <main id="main" className="mx-auto w-full max-w-[96rem] grow px-4 sm:px-8 lg:px-12">
          {children}
        </main>
        <SiteFooter currency={currency} links={legalLinks(pages)} contactEmail={settings.contact.email} />
        {/* biome-ignore lint/security/noDangerouslySetInnerHtml: our own constant, run before the first paint */}
        <script dangerouslySetInnerHTML={{ __html: END_SCRIPT }} />
      </body>
    </html>
  );
}
