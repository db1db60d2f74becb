import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ensureBuild } from '@/bin/start/build';
import { ensureChromium } from './support/chromium';
import { readPlaywrightReport, readVitestReport, type Outcome } from './support/reports';

// `npm test` runs every part, `npm test -- unit e2e` only the named ones. A failed part does not stop the others. The
// last line says how many passed and failed: every test counts one, and every check.

type Part = { name: string; run: () => Promise<Outcome> };

const root = path.resolve(import.meta.dirname, '..');
const reports = mkdtempSync(path.join(tmpdir(), 'seedleaf-reports-'));
const ending = new AbortController();
process.on('SIGINT', () => ending.abort()).on('SIGTERM', () => ending.abort());

const parts: Part[] = [
  { name: 'types', run: types },
  { name: 'lint', run: () => check('oxlint', '--type-aware', '--deny-warnings') },
  { name: 'format', run: () => check('prettier', '--check', '--log-level', 'warn', '.') },
  { name: 'rules', run: () => check('depcruise', '.', '--config', 'dependency-cruiser.config.mjs') },
  { name: 'unit', run: () => vitest('unit') },
  { name: 'integration', run: () => vitest('integration') },
  { name: 'build', run: build },
  { name: 'e2e', run: e2e },
];

process.exitCode = await main(process.argv.slice(2));

async function main(wanted: string[]): Promise<number> {
  const unknown = wanted.filter((name) => !parts.some((part) => part.name === name));
  if (unknown.length > 0) {
    console.error(`There is no part ${unknown.join(', ')}. The parts: ${parts.map(({ name }) => name).join(', ')}.`);
    return 2;
  }
  const chosen = parts.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
  const rows: { part: string; passed: number; failed: number; skipped: number; seconds: number }[] = [];
  const names: string[] = [];
  for (const { name, run } of chosen) {
    console.log(`\n── ${name} ──`);
    const began = performance.now();
    const { names: named, ...counts } = ending.signal.aborted ? failure('interrupted') : await run().catch(failure);
    names.push(...named.map((each) => `${name}: ${each}`));
    rows.push({ part: name, ...counts, seconds: Math.round((performance.now() - began) / 1000) });
  }
  rmSync(reports, { recursive: true, force: true });
  console.log();
  console.table(rows);
  // Named here too: in a long log, the place where it failed is hard to find.
  for (const name of names) console.log(name);
  const total = { passed: 0, failed: 0 };
  for (const { passed, failed } of rows) {
    total.passed += passed;
    total.failed += failed;
  }
  console.log(`${total.passed} passed, ${total.failed} failed`);
  return total.failed === 0 ? 0 : 1;
}

function failure(reason: unknown): Outcome {
  console.error(reason instanceof Error ? reason.message : reason);
  return { passed: 0, failed: 1, skipped: 0, names: [] };
}

async function check(program: string, ...args: string[]): Promise<Outcome> {
  const isGood = (await execute(program, args)) === 0;
  console.log(isGood ? 'good' : `${program} has found something`);
  return { passed: isGood ? 1 : 0, failed: isGood ? 0 : 1, skipped: 0, names: isGood ? [] : [program] };
}

/** Next writes the types of pages and routes first, because a fresh checkout has none. */
async function types(): Promise<Outcome> {
  const isReady = (await execute('next', ['typegen'])) === 0;
  return isReady ? check('tsc', '--noEmit') : failure('next typegen has failed');
}

async function vitest(project: string): Promise<Outcome> {
  const report = path.join(reports, `${project}.json`);
  const args = ['run', '--project', project, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  return readVitestReport(report, await execute('vitest', args));
}

async function build(): Promise<Outcome> {
  await ensureBuild(root, console.log, ending.signal);
  console.log('built');
  return { passed: 1, failed: 0, skipped: 0, names: [] };
}

async function e2e(): Promise<Outcome> {
  const executable = await ensureChromium();
  const report = path.join(reports, 'e2e.json');
  const exitCode = await execute('playwright', ['test', '--reporter=list,json'], {
    CHROMIUM_PATH: executable,
    PLAYWRIGHT_JSON_OUTPUT_NAME: report,
  });
  return readPlaywrightReport(report, exitCode);
}

/** Runs a program of node_modules and passes its output through. @returns its exit code. */
function execute(program: string, args: string[], environment: Record<string, string> = {}): Promise<number> {
  const child = spawn(path.join(root, 'node_modules', '.bin', program), args, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...environment },
    signal: ending.signal,
  });
  return new Promise((resolve) => {
    child.on('error', (error) => {
      console.error(error.message);
      resolve(1);
    });
    child.on('exit', (code) => resolve(code ?? 1));
  });
}
