/** What one folder (or single file) may import besides itself. */
export interface Layer {
  /** Imports only go to a lower level. A few on the same level are allowed, and a unit test lists them. */
  level: number;
  /** The other folders that it may import, subfolders included. */
  may: readonly string[];
  /** If given, only these may import it, whatever their own rows allow. */
  onlyFor?: readonly string[];
}

const BASE = ['lib/domain', 'lib/env.ts', 'lib/logger.ts'];
const TOOLS = [
  ...BASE,
  'lib/schemas',
  'lib/request-context.ts',
  'lib/database-errors.ts',
  'lib/db.ts',
  'lib/sealed-secret.ts',
  'lib/audit',
  'lib/redis.ts',
  'lib/media',
  'lib/settings',
];
const NOUNS = [...TOOLS, 'lib/accounts', 'lib/currency', 'lib/live', 'lib/messages', 'lib/payments', 'lib/webhooks'];

/** Which folder may import which, lowest level first. A folder of lib without a row fails the check. */
export const LAYERS: Readonly<Record<string, Layer>> = {
  'lib/domain': { level: 0, may: [] },
  'lib/env.ts': { level: 0, may: ['lib/domain'] },
  'lib/request-context.ts': { level: 0, may: [] },
  'lib/log-server.ts': { level: 0, may: [], onlyFor: ['lib/logger.ts', 'tests'] },
  'lib/logger.ts': { level: 0, may: ['lib/env.ts', 'lib/log-server.ts', 'lib/request-context.ts'] },
  'lib/database-errors.ts': { level: 0, may: ['lib/request-context.ts'] },

  'lib/schemas': { level: 1, may: ['lib/domain'] },
  'lib/view': { level: 1, may: ['lib/domain'] },
  'lib/single-flight.ts': { level: 1, may: ['lib/database-errors.ts', 'lib/request-context.ts'] },
  'lib/db-acquire.ts': {
    level: 1,
    may: ['lib/database-errors.ts', 'lib/request-context.ts'],
    onlyFor: ['lib/db-pool.ts', 'tests'],
  },
  'lib/db-pool.ts': {
    level: 1,
    may: ['lib/database-errors.ts', 'lib/db-acquire.ts', 'lib/env.ts', 'lib/logger.ts', 'lib/request-context.ts'],
    onlyFor: ['lib/db.ts', 'tests'],
  },
  'lib/db.ts': { level: 1, may: ['lib/db-pool.ts', 'prisma/generated'] },
  'lib/audit': { level: 1, may: [...BASE, 'lib/request-context.ts', 'lib/db.ts'] },
  'lib/sealed-secret.ts': { level: 1, may: ['lib/env.ts'] },
  'lib/redis.ts': { level: 1, may: ['lib/env.ts', 'lib/logger.ts'] },
  'lib/media': { level: 1, may: BASE },
  // Requests to URLs that people have typed.
  'lib/outbound': { level: 1, may: BASE },
  'lib/markdown': { level: 1, may: ['lib/domain'] },
  // Reads what the host decides; lib/shop changes it.
  'lib/settings': { level: 1, may: [...BASE, 'lib/db.ts', 'lib/schemas'] },
  'lib/feeds': { level: 1, may: ['lib/domain'] },
  'components/ui': { level: 1, may: [] },
  components: { level: 1, may: ['components/ui', 'lib/domain', 'lib/schemas', 'lib/view'] },

  'lib/accounts': { level: 2, may: [...TOOLS, 'lib/live', 'lib/messages', 'lib/tokens'] },
  'lib/auth': { level: 2, may: [...TOOLS, 'lib/accounts', 'lib/tokens'], onlyFor: ['app', 'tests'] },
  'lib/currency': { level: 2, may: [...TOOLS, 'lib/live'] },
  'lib/health': { level: 2, may: TOOLS },
  'lib/http': { level: 2, may: TOOLS },
  'lib/live': { level: 2, may: TOOLS },
  'lib/messages': { level: 2, may: [...TOOLS, 'lib/tokens'] },
  // What the host wants to know first; it only reads.
  'lib/overview': { level: 2, may: [...BASE, 'lib/db.ts'] },
  'lib/payments': { level: 2, may: TOOLS },
  'lib/tokens': { level: 2, may: TOOLS },
  'lib/webhooks': { level: 2, may: [...TOOLS, 'lib/messages', 'lib/outbound'] },

  'lib/api-tokens': {
    level: 3,
    may: [...TOOLS, 'lib/single-flight.ts', 'lib/accounts', 'lib/live', 'lib/messages', 'lib/tokens'],
  },
  'lib/shop': { level: 3, may: NOUNS },
  'lib/follows': { level: 3, may: [...TOOLS, 'lib/accounts', 'lib/tokens'] },
  'lib/questions': { level: 3, may: [...TOOLS, 'lib/accounts', 'lib/tokens'] },
  'lib/ledger': { level: 3, may: [...TOOLS, 'lib/payments'] },
  'lib/posts': { level: 3, may: NOUNS },

  'lib/collections': { level: 4, may: [...TOOLS, 'lib/accounts', 'lib/posts'] },
  'lib/search': { level: 4, may: [...TOOLS, 'lib/accounts', 'lib/posts'] },
  'lib/portraits': { level: 4, may: [...TOOLS, 'lib/posts'] },
  'lib/visits': { level: 4, may: [...TOOLS, 'lib/posts'] },
  'lib/orders': { level: 4, may: [...NOUNS, 'lib/health', 'lib/ledger', 'lib/posts'] },

  'lib/imports': { level: 4, may: [...NOUNS, 'lib/outbound', 'lib/posts'] },
  'lib/reports': { level: 4, may: [...NOUNS, 'lib/posts', 'lib/questions'] },
  'lib/csv': { level: 5, may: [...NOUNS, 'lib/ledger', 'lib/orders', 'lib/posts', 'lib/reports'] },
  // Requests of programs: what every route below app/api/v1 has in common.
  'lib/api': { level: 5, may: [...NOUNS, 'lib/api-tokens', 'lib/orders', 'lib/posts', 'lib/webhooks'] },
  'lib/leaving': {
    level: 5,
    may: [...NOUNS, 'lib/follows', 'lib/orders', 'lib/portraits', 'lib/posts', 'lib/questions', 'lib/tokens'],
  },

  // What happens to a request before Next, and the page cache.
  'server/next-internals': { level: 5, may: [], onlyFor: ['server', 'tests'] },
  'server/page-cache': { level: 6, may: ['lib', 'server/next-internals'] },
  server: { level: 7, may: ['lib', 'server/page-cache', 'server/next-internals'] },
  app: { level: 7, may: ['components', 'lib', 'server/page-cache'] },
  worker: { level: 7, may: ['lib'] },

  dev: { level: 7, may: ['lib/env.ts'] },
  demo: { level: 7, may: ['lib'] },
  cli: { level: 8, may: ['lib', 'demo'] },
  prisma: { level: 8, may: [] },
  // A benchmark starts the whole shop, so it is above dev.
  bench: { level: 9, may: ['lib', 'cli', 'demo', 'dev'] },
  tests: { level: 10, may: ['*'] },
};

/** Packages that only some folders may import; tests may import all. */
export interface PackageRestriction {
  packages: readonly string[];
  /** The only folders and files that may import them. */
  at: readonly string[];
  /** Whether the others may import their types. */
  typesAnywhere?: boolean;
}

/** `prisma/generated` counts as a package, because a package writes it. */
export const RESTRICTED_PACKAGES: readonly PackageRestriction[] = [
  { packages: ['react', 'react-dom'], at: ['app', 'components', 'lib/auth'], typesAnywhere: true },
  { packages: ['next'], at: ['app', 'components', 'lib/auth', 'server'] },
  // `server-only` throws outside Next's own bundles, so nothing that the worker runs may import it.
  { packages: ['next-auth', 'server-only'], at: ['app', 'lib/auth'] },
  {
    packages: ['pg', '@prisma/client', '@prisma/adapter-pg', 'prisma/generated'],
    at: ['lib/db.ts', 'lib/db-pool.ts', 'lib/db-acquire.ts', 'cli', 'demo', 'dev', 'bench'],
  },
  { packages: ['ioredis'], at: ['lib/redis.ts', 'bench'], typesAnywhere: true },
  { packages: ['stripe'], at: ['lib/payments', 'dev/stripe'] },
  { packages: ['sharp'], at: ['lib/media', 'demo', 'bench'] },
  { packages: ['nodemailer'], at: ['lib/messages'] },
  { packages: ['@fastify/busboy'], at: ['lib/http'] },
  { packages: ['@simplewebauthn/server', 'otpauth'], at: ['lib/accounts'], typesAnywhere: true },
  { packages: ['jose'], at: ['lib/api-tokens'], typesAnywhere: true },
  { packages: ['saxes'], at: ['lib/currency'] },
  { packages: ['isbot'], at: ['lib/visits'] },
  { packages: ['marked'], at: ['lib/markdown'] },
  { packages: ['postal-mime', 'html-to-text'], at: ['lib/questions'] },
  { packages: ['yazl'], at: ['lib/leaving'] },
  { packages: ['csv-parse', 'yauzl'], at: ['lib/imports'] },
  { packages: ['standardwebhooks'], at: ['lib/webhooks', 'bench'] },
];

/** Folders of pure rules: no packages and no Node modules. */
export const PURE_FOLDERS: readonly string[] = ['lib/domain'];
