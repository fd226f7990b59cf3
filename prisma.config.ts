import { defineConfig } from 'prisma/config';

// `prisma generate` looks for a schema engine that it never runs, and would download one. Naming any
// program keeps installing possible without a network. Migrations are applied by cli/migrate.ts.
if (process.argv.includes('generate')) process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath;

export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations', seed: 'node cli/seed.ts' },
  datasource: { url: process.env.DATABASE_URL ?? '' },
});
