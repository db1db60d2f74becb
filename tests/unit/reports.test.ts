import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readPlaywrightReport, readVitestReport } from '@/tests/support/reports';

const folder = mkdtempSync(path.join(tmpdir(), 'seedleaf-reports-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function reportOf(content: unknown): string {
  const file = path.join(folder, 'report.json');
  writeFileSync(file, JSON.stringify(content));
  return file;
}

describe('a report of Vitest', () => {
  test('names the failed tests, and a file that could not be read', () => {
    const report = reportOf({
      numPassedTests: 1,
      numFailedTests: 1,
      numPendingTests: 0,
      testResults: [
        {
          name: 'a.test.ts',
          status: 'failed',
          assertionResults: [
            { status: 'passed', fullName: 'adds' },
            { status: 'failed', fullName: 'subtracts' },
            { status: 'passed', fullName: 'waits', failureMessages: ['expected 1 to be 2\n  at a.test.ts'] },
          ],
        },
        { name: 'b.test.ts', status: 'failed', assertionResults: [] },
      ],
    });
    expect(readVitestReport(report, 1)).toEqual({
      passed: 1,
      failed: 2,
      skipped: 0,
      names: [
        'b.test.ts',
        'a.test.ts: subtracts',
        'a.test.ts: waits (flaky: passed at its second try: expected 1 to be 2)',
      ],
    });
  });

  test('that names no failure counts one if the program failed', () => {
    const report = reportOf({ numPassedTests: 3, numFailedTests: 0, numPendingTests: 0, testResults: [] });
    expect(readVitestReport(report, 1)).toMatchObject({ passed: 3, failed: 1 });
    expect(readVitestReport(report, 0)).toMatchObject({ passed: 3, failed: 0 });
  });
});

test('a report of Playwright names failed and flaky tests of nested suites', () => {
  const spec = (title: string, status: string) => ({ title, file: 'a.spec.ts', tests: [{ status }] });
  const report = reportOf({
    stats: { expected: 1, unexpected: 1, flaky: 1, skipped: 0 },
    errors: [],
    suites: [
      {
        specs: [spec('opens', 'expected')],
        suites: [{ specs: [spec('saves', 'unexpected'), spec('closes', 'flaky')] }],
      },
    ],
  });
  expect(readPlaywrightReport(report, 1)).toEqual({
    passed: 2,
    failed: 1,
    skipped: 0,
    names: ['a.spec.ts: saves', 'a.spec.ts: closes (flaky: passed at its second try)'],
  });
});
