import { connection } from 'next/server';
import { env } from '#lib/env.ts';
import { SITEMAP_SIZE } from '#lib/feeds/sitemap-size.ts';
import { xmlResponse } from '#lib/feeds/xml.ts';
import { countPublicPosts } from '#lib/posts/queries.ts';

/** The index of sitemaps: one file may list 50,000 addresses (https://www.sitemaps.org/protocol.html). */
export async function GET(): Promise<Response> {
  await connection();
  const files = Math.max(1, Math.ceil((await countPublicPosts()) / SITEMAP_SIZE));
  const entries = Array.from(
    { length: files },
    (_, file) => `<sitemap><loc>${env().NEXTAUTH_URL}/sitemap/${file}.xml</loc></sitemap>`,
  );
  return xmlResponse(
    `<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${entries.join('')}</sitemapindex>`,
  );
}
