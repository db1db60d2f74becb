import path from 'node:path';
import { defineConfig } from 'vitest/config';

// The unit tests alone: a mutant is tried hundreds of times, and a database would take hours.
export default defineConfig({
  resolve: { alias: { '@': path.resolve(import.meta.dirname, '../..') } },
  test: { include: ['tests/unit/**/*.test.ts'], exclude: ['tests/unit/house.test.ts'] },
});
