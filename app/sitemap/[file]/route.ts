import { env } from '#lib/env.ts';
import { xmlResponse } from '#lib/feeds/xml.ts';
import { sitemap } from '#lib/posts/sitemap.ts';

export async function GET(_request: Request, { params }: { params: Promise<{ file: string }> }): Promise<Response> {
  const match = /^(\d{1,4})\.xml$/.exec((await params).file);
  if (!match) return new Response('There is no such sitemap.', { status: 404 });
  const posts = await sitemap.posts(Number(match[1]));
  const origin = env().NEXTAUTH_URL;
  const urls = posts.map(
    ({ slug, updatedAt }) =>
      `<url><loc>${origin}/posts/${slug}</loc><lastmod>${updatedAt.toISOString()}</lastmod></url>`,
  );
  return xmlResponse(
    `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>${origin}/</loc></url><url><loc>${origin}/search</loc></url><url><loc>${origin}/artists</loc></url>${urls.join('')}</urlset>`,
  );
}
