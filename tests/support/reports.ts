import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** `names` are the tests that failed, and those that passed only at their second try (marked as flaky). */
export type Outcome = { passed: number; failed: number; skipped: number; names: string[] };

const VitestReport = z.object({
  numPassedTests: z.int(),
  numFailedTests: z.int(),
  numPendingTests: z.int(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      assertionResults: z.array(
        z.object({ status: z.string(), fullName: z.string(), failureMessages: z.array(z.string()).nullish() }),
      ),
    }),
  ),
});

const PlaywrightSuite = z.object({
  get suites() {
    return z.array(PlaywrightSuite).optional();
  },
  specs: z.array(z.object({ title: z.string(), file: z.string(), tests: z.array(z.object({ status: z.string() })) })),
});
type PlaywrightSuite = z.infer<typeof PlaywrightSuite>;

const PlaywrightReport = z.object({
  stats: z.object({ expected: z.int(), unexpected: z.int(), flaky: z.int(), skipped: z.int() }),
  errors: z.array(z.unknown()),
  suites: z.array(PlaywrightSuite),
});

const FLAKY = 'flaky: passed at its second try';

/** Counts Vitest's tests. A file that failed as a whole (it could not be read, or its setup failed) counts as one. */
export function readVitestReport(file: string, exitCode: number): Outcome {
  const report = VitestReport.parse(JSON.parse(readFileSync(file, 'utf8')));
  const brokenFiles = report.testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && assertionResults.every((assertion) => assertion.status !== 'failed'),
  );
  const failed = report.numFailedTests + brokenFiles.length;
  const names = [
    ...brokenFiles.map(({ name }) => name),
    ...report.testResults.flatMap(({ name, assertionResults }) =>
      assertionResults.flatMap(({ status, fullName, failureMessages }) => {
        if (status === 'failed') return [`${name}: ${fullName}`];
        const [failure] = failureMessages ?? [];
        return failure === undefined ? [] : [`${name}: ${fullName} (${FLAKY}: ${failure.split('\n')[0]})`];
      }),
    ),
  ];
  return atLeastOneFailure({ passed: report.numPassedTests, failed, skipped: report.numPendingTests, names }, exitCode);
}

/**
 * Counts Playwright's tests. One that passed only at its second try counts as passed, and Playwright's own report lists
 * it as flaky.
 */
export function readPlaywrightReport(file: string, exitCode: number): Outcome {
  const { stats, errors, suites } = PlaywrightReport.parse(JSON.parse(readFileSync(file, 'utf8')));
  const failed = stats.unexpected + errors.length;
  const passed = stats.expected + stats.flaky;
  return atLeastOneFailure({ passed, failed, skipped: stats.skipped, names: suites.flatMap(namesIn) }, exitCode);
}

function namesIn({ specs, suites = [] }: PlaywrightSuite): string[] {
  const own = specs.flatMap(({ file, title, tests }) => {
    if (tests.some(({ status }) => status === 'unexpected')) return [`${file}: ${title}`];
    return tests.some(({ status }) => status === 'flaky') ? [`${file}: ${title} (${FLAKY})`] : [];
  });
  return [...own, ...suites.flatMap(namesIn)];
}

/** A runner that failed without a failed test, for example with an uncaught error, counts as failed. */
const atLeastOneFailure = (outcome: Outcome, exitCode: number): Outcome =>
  exitCode !== 0 && outcome.failed === 0 ? { ...outcome, failed: 1 } : outcome;
