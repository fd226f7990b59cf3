import path from 'node:path';

/** @type {import('next').NextConfig} */
const config = {
  reactStrictMode: true,
  poweredByHeader: false,
  // Next would hash the whole page at every request, which halves its throughput. Pictures have their own ETags.
  generateEtags: false,
  // `npm run check` checks the types of the whole repository, so a start does not have to.
  typescript: { ignoreBuildErrors: true },
  // Uploads create the pictures in fixed widths: docs/decisions/0012-pictures.md.
  images: { unoptimized: true },
  serverExternalPackages: [
    '@node-rs/argon2',
    '@zxcvbn-ts/language-common',
    'ioredis',
    'nodemailer',
    'pg',
    'pino',
    'sharp',
    'stripe',
  ],
  // Cached pages are in memory, 64 MiB at most, so requests for made-up URLs cannot fill the memory or a disk.
  cacheHandler: path.resolve(import.meta.dirname, 'server/page-cache/cache-handler.ts'),
  cacheMaxMemorySize: 64 * 1024 * 1024,
  experimental: {
    isrFlushToDisk: false,
    // As MAX_ACTION_BODY in lib/domain/body-limits.ts. Before Next, each path has its own limit, which is lower for nearly all.
    serverActions: { bodySizeLimit: '256kb' },
  },
};

export default config;
