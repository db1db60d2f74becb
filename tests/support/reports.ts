import { readFileSync } from 'node:fs';
import { z } from 'zod';

export type Outcome = { passed: number; failed: number; skipped: number };

const VitestReport = z.object({
  numPassedTests: z.int(),
  numFailedTests: z.int(),
  numPendingTests: z.int(),
  testResults: z.array(z.object({ status: z.string(), assertionResults: z.array(z.object({ status: z.string() })) })),
});

const PlaywrightReport = z.object({
  stats: z.object({ expected: z.int(), unexpected: z.int(), flaky: z.int(), skipped: z.int() }),
  errors: z.array(z.unknown()),
});

/** Counts Vitest's tests. A file that failed as a whole (it could not be read, or its setup failed) counts as one. */
export function readVitestReport(file: string, exitCode: number): Outcome {
  const report = VitestReport.parse(JSON.parse(readFileSync(file, 'utf8')));
  const brokenFiles = report.testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && assertionResults.every((assertion) => assertion.status !== 'failed'),
  );
  const failed = report.numFailedTests + brokenFiles.length;
  return atLeastOneFailure({ passed: report.numPassedTests, failed, skipped: report.numPendingTests }, exitCode);
}

/**
 * Counts Playwright's tests. One that passed only at its second try counts as passed, and Playwright's own report lists
 * it as flaky.
 */
export function readPlaywrightReport(file: string, exitCode: number): Outcome {
  const { stats, errors } = PlaywrightReport.parse(JSON.parse(readFileSync(file, 'utf8')));
  const failed = stats.unexpected + errors.length;
  return atLeastOneFailure({ passed: stats.expected + stats.flaky, failed, skipped: stats.skipped }, exitCode);
}

/** A runner that failed without a failed test, for example with an uncaught error, counts as failed. */
const atLeastOneFailure = (outcome: Outcome, exitCode: number): Outcome =>
  exitCode !== 0 && outcome.failed === 0 ? { ...outcome, failed: 1 } : outcome;
