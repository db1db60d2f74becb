import { defineConfig } from 'vitest/config';

const resolve = { alias: { '@': import.meta.dirname } };

export default defineConfig({
  test: {
    projects: [
      { resolve, test: { name: 'unit', include: ['tests/unit/**/*.test.ts'], testTimeout: 60_000 } },
      {
        resolve,
        test: {
          name: 'integration',
          include: ['tests/integration/**/*.test.ts'],
          globalSetup: 'tests/support/global-setup.ts',
          testTimeout: 90_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 1 },
          maxWorkers: 2,
          // A real database on a busy machine. `npm test` names what needed its second try.
          retry: 1,
        },
      },
    ],
  },
});
