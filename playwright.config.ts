import { defineConfig } from '@playwright/test';
import { chromiumFlags, chromiumPath } from './tests/support/browser';

export default defineConfig({
  testDir: 'tests',
  testMatch: ['e2e/**/*.spec.ts', 'faults/**/*.spec.ts'],
  outputDir: 'test-results',
  workers: 2, // each has a Seedleaf of its own
  retries: 1, // a browser on a busy machine is sometimes slow; the report lists tests that passed only then as flaky
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: [['list']],
  use: {
    browserName: 'chromium',
    launchOptions: { executablePath: chromiumPath(), args: chromiumFlags },
    trace: 'on-first-retry', // recording every test takes as much of the processor as the browser itself
  },
});
