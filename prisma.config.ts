import path from 'node:path';
import { defineConfig } from 'prisma/config';

// Prisma's command line downloads a native schema engine, which fails when its host cannot be reached. The same engine
// is on npm as WebAssembly; this script gives it the interface that the command line expects.
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= path.resolve(import.meta.dirname, 'prisma/schema-engine.mjs');
process.env.CHECKPOINT_DISABLE ??= '1';

export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  datasource: { url: process.env.DATABASE_URL ?? 'postgresql://postgres@127.0.0.1:5432/seedleaf' },
});
