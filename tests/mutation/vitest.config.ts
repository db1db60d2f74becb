import path from 'node:path';
import { defineConfig } from 'vitest/config';

// Only unit tests: a mutant runs them hundreds of times, and with a database that would take hours.
export default defineConfig({
  resolve: { alias: { '@': path.resolve(import.meta.dirname, '../..') } },
  test: {
    include: ['tests/unit/**/*.test.ts'],
    exclude: ['tests/unit/house.test.ts'],
    setupFiles: ['tests/mutation/setup.ts'],
    testTimeout: 120_000,
  },
});
