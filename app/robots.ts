import type { MetadataRoute } from 'next';
import { connection } from 'next/server';
import { env } from '#lib/env.ts';

export default async function robots(): Promise<MetadataRoute.Robots> {
  await connection();
  return {
    rules: { userAgent: '*', disallow: ['/api/', '/in/', '/dashboard', '/orders/', '/admin', '/first-admin'] },
    sitemap: `${env().NEXTAUTH_URL}/sitemap.xml`,
  };
}
