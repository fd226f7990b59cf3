import { connection } from 'next/server';
import { env } from '#lib/env.ts';
import { xmlResponse } from '#lib/feeds/xml.ts';
import { sitemap } from '#lib/posts/sitemap.ts';

/** The sitemap index: one sitemap may list 50,000 URLs (https://www.sitemaps.org/protocol.html). */
export async function GET(): Promise<Response> {
  await connection();
  const files = await sitemap.files();
  const entries = Array.from(
    { length: files },
    (_, file) => `<sitemap><loc>${env().NEXTAUTH_URL}/sitemap/${file}.xml</loc></sitemap>`,
  );
  return xmlResponse(
    `<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${entries.join('')}</sitemapindex>`,
  );
}
