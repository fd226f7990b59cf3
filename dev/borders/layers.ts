/** What one folder (or single file) may know. It may always import itself. */
export interface Layer {
  /** Where it stands in the house; arrows run only down. */
  floor: number;
  /** The other folders that it may import, each with all that lies below it. */
  may: readonly string[];
  /** When given, only these may import it, whatever their own rows say. */
  onlyFor?: readonly string[];
}

const GROUND = ['lib/domain', 'lib/env.ts', 'lib/logger.ts'];
const TOOLS = [...GROUND, 'lib/schemas', 'lib/database-errors.ts', 'lib/db.ts', 'lib/redis.ts', 'lib/media'];
const NOUNS = [...TOOLS, 'lib/accounts', 'lib/currency', 'lib/live', 'lib/messages', 'lib/payments'];

/** Who may import whom, the lowest floor first. A folder of lib without a row is refused until it gets one. */
export const LAYERS: Readonly<Record<string, Layer>> = {
  'lib/domain': { floor: 0, may: [] },
  'lib/env.ts': { floor: 0, may: ['lib/domain'] },
  'lib/logger.ts': { floor: 0, may: ['lib/env.ts'] },
  'lib/database-errors.ts': { floor: 0, may: [] },

  'lib/schemas': { floor: 1, may: ['lib/domain'] },
  'lib/view': { floor: 1, may: ['lib/domain'] },
  'lib/single-flight.ts': { floor: 1, may: ['lib/database-errors.ts'] },
  'lib/db-acquire.ts': { floor: 1, may: ['lib/database-errors.ts'], onlyFor: ['lib/db-pool.ts', 'tests'] },
  'lib/db-pool.ts': {
    floor: 1,
    may: ['lib/database-errors.ts', 'lib/db-acquire.ts', 'lib/env.ts', 'lib/logger.ts'],
    onlyFor: ['lib/db.ts', 'tests'],
  },
  'lib/db.ts': { floor: 1, may: ['lib/db-pool.ts', 'prisma/generated'] },
  'lib/redis.ts': { floor: 1, may: ['lib/env.ts', 'lib/logger.ts'] },
  'lib/media': { floor: 1, may: GROUND },
  'lib/feeds': { floor: 1, may: ['lib/domain'] },
  'components/ui': { floor: 1, may: [] },
  components: { floor: 1, may: ['components/ui', 'lib/domain', 'lib/schemas', 'lib/view'] },

  'lib/accounts': { floor: 2, may: [...TOOLS, 'lib/live'] },
  'lib/auth': { floor: 2, may: [...TOOLS, 'lib/accounts'], onlyFor: ['app', 'tests'] },
  'lib/currency': { floor: 2, may: [...TOOLS, 'lib/live'] },
  'lib/health': { floor: 2, may: TOOLS },
  'lib/http': { floor: 2, may: TOOLS },
  'lib/live': { floor: 2, may: TOOLS },
  'lib/messages': { floor: 2, may: TOOLS },
  'lib/payments': { floor: 2, may: TOOLS },

  'lib/ledger': { floor: 3, may: [...TOOLS, 'lib/payments'] },
  'lib/posts': { floor: 3, may: NOUNS },

  'lib/search': { floor: 4, may: [...TOOLS, 'lib/posts'] },
  'lib/visits': { floor: 4, may: [...TOOLS, 'lib/posts'] },
  'lib/orders': { floor: 4, may: [...NOUNS, 'lib/health', 'lib/ledger', 'lib/posts'] },

  // What happens to a request before Next, and the cache of pages.
  'server/next-internals': { floor: 5, may: [], onlyFor: ['server', 'tests'] },
  'server/page-cache': { floor: 6, may: ['lib', 'server/next-internals'] },
  server: { floor: 7, may: ['lib', 'server/page-cache', 'server/next-internals'] },
  app: { floor: 7, may: ['components', 'lib', 'server/page-cache'] },
  worker: { floor: 7, may: ['lib'] },

  dev: { floor: 7, may: ['lib/env.ts'] },
  demo: { floor: 7, may: ['lib'] },
  cli: { floor: 8, may: ['lib', 'demo'] },
  prisma: { floor: 8, may: [] },
  // Measuring starts the shop with everything around it, so it stands above dev.
  bench: { floor: 9, may: ['lib', 'cli', 'demo', 'dev'] },
  tests: { floor: 10, may: ['*'] },
};

/** Packages that only some folders may import; tests may import all. */
export interface PackageRestriction {
  packages: readonly string[];
  /** The only folders and files that may import them. */
  at: readonly string[];
  /** May the others import their types? */
  typesAnywhere?: boolean;
}

/** `prisma/generated` stands among the packages: it is written by one. */
export const RESTRICTED_PACKAGES: readonly PackageRestriction[] = [
  { packages: ['react', 'react-dom'], at: ['app', 'components', 'lib/auth'], typesAnywhere: true },
  { packages: ['next'], at: ['app', 'components', 'lib/auth', 'server'] },
  // `server-only` throws outside Next's own bundles, so nothing that the worker runs may hold it.
  { packages: ['next-auth', 'server-only'], at: ['app', 'lib/auth'] },
  {
    packages: ['pg', '@prisma/client', '@prisma/adapter-pg', 'prisma/generated'],
    at: ['lib/db.ts', 'lib/db-pool.ts', 'lib/db-acquire.ts', 'cli', 'demo', 'dev', 'bench'],
  },
  { packages: ['ioredis'], at: ['lib/redis.ts', 'bench'], typesAnywhere: true },
  { packages: ['stripe'], at: ['lib/payments', 'dev/stripe'] },
  { packages: ['sharp'], at: ['lib/media', 'demo'] },
  { packages: ['nodemailer'], at: ['lib/messages'] },
  { packages: ['saxes'], at: ['lib/currency'] },
  { packages: ['isbot'], at: ['lib/visits'] },
];

/** Folders of pure rules: no packages, nothing of Node. */
export const PURE_FOLDERS: readonly string[] = ['lib/domain'];
