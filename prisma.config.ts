import { defineConfig } from 'prisma/config';

// `prisma generate` would download a schema engine that it never runs. With any program here it does not, so the client
// can be generated without a network. cli/migrate.ts applies the migrations.
if (process.argv.includes('generate')) process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath;

export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations', seed: 'node cli/seed.ts' },
  datasource: { url: process.env.DATABASE_URL ?? '' },
});
