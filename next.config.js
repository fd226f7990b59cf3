const CURRENCY = '(?<currency>[A-Z]{3})';

/**
 * Which cached copy answers: that of the visitor's currency, which lib/http/choose-currency.ts finds before Next
 * sees a request. The visible address stays. afterFiles: pages of our own, such as /posts/new, come first.
 */
function copyOf(source, destination, condition) {
  const found = { type: 'header', key: 'x-visitor-currency', value: CURRENCY };
  return [
    { source, has: [found, ...(condition ? [condition] : [])], destination: `/in/:currency${destination}` },
    // On a platform whose server is not Node's own, nobody says what it is.
    { source, ...(condition && { has: [condition] }), destination: `/in/EUR${destination}` },
  ];
}

const after = { type: 'query', key: 'after', value: '(?<after>[0-9a-f_-]{1,60})' };

/** @type {import('next').NextConfig} */
const config = {
  reactStrictMode: true,
  poweredByHeader: false,
  // Next would hash the whole page at every request, which halves how many it can serve; pictures bring their own.
  generateEtags: false,
  // `npm run check` checks the types of the whole repository, once; a start need not wait for it.
  typescript: { ignoreBuildErrors: true },
  // The pictures come in fixed widths from the upload; see docs/decisions.
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
  // Cached pages live in memory, 64 MiB at most: made-up addresses can never fill a disk.
  cacheMaxMemorySize: 64 * 1024 * 1024,
  experimental: {
    isrFlushToDisk: false,
    // One picture of 25 MB and its form, for browsers without JavaScript.
    serverActions: { bodySizeLimit: '32mb' },
  },
  async rewrites() {
    return {
      beforeFiles: [],
      afterFiles: [
        ...copyOf('/', '/after/:after', after),
        ...copyOf('/', ''),
        ...copyOf('/search', '/search/:search', { type: 'header', key: 'x-search-copy', value: '(?<search>s[\\w-]*)' }),
        ...copyOf('/posts/:slug', '/posts/:slug'),
        ...copyOf('/artists/:username', '/artists/:username/after/:after', after),
        ...copyOf('/artists/:username', '/artists/:username'),
      ],
      fallback: [],
    };
  },
  async headers() {
    return [
      // A shared cache would hear of no sale, and not all of them obey Vary.
      ...['/', '/search', '/posts/:slug', '/artists/:username'].map((source) => ({
        source,
        headers: [{ key: 'Cache-Control', value: 'private, no-cache' }],
      })),
      {
        source: '/:path*',
        headers: [
          { key: 'X-Content-Type-Options', value: 'nosniff' },
          { key: 'Referrer-Policy', value: 'strict-origin-when-cross-origin' },
          { key: 'X-Frame-Options', value: 'DENY' },
          { key: 'Permissions-Policy', value: 'camera=(), microphone=(), geolocation=()' },
          {
            key: 'Content-Security-Policy',
            value:
              "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; script-src 'self' 'unsafe-inline'" +
              `${process.env.NODE_ENV === 'development' ? " 'unsafe-eval'" : ''}; object-src 'none'; base-uri 'none'; frame-ancestors 'none'`,
          },
        ],
      },
    ];
  },
};

export default config;
