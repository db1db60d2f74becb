/**
 * Finds changes of the domain that no unit test would notice:
 * `npm run test:mutation -- [--concurrency N] [FOLDER | FILE …]`, such as `generation/steps` or `datasets/manifest.ts`.
 * `--concurrency 1` leaves a small machine room for other work.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { Stryker } from '@stryker-mutator/core';

const root = path.resolve(import.meta.dirname, '../..');
const rooms = readdirSync(path.join(root, 'taxonomy'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== 'starter')
  .map(({ name }) => name);

const { values, positionals: wanted } = parseArgs({
  options: { concurrency: { type: 'string', default: '2' } },
  allowPositionals: true,
});
const concurrency = Number(values.concurrency);
if (!Number.isInteger(concurrency) || concurrency < 1) {
  console.error(`--concurrency must be a whole number from 1, not ${values.concurrency}.`);
  process.exit(2);
}
const unknown = wanted.filter((room) => !rooms.includes(room.split('/')[0] ?? ''));
if (unknown.length > 0) {
  console.error(`There is no room ${unknown.join(', ')}. The rooms: ${rooms.join(', ')}.`);
  process.exit(2);
}

const targets = wanted.length > 0 ? wanted : rooms;

// One run for all of them: most of a run's time goes into starting.
const stryker = new Stryker({
  mutate: [
    ...targets.map((target) => `taxonomy/${target.endsWith('.ts') ? target : `${target}/**/*.ts`}`),
    '!taxonomy/**/{repository*,contract,endpoints,job}.ts',
  ],
  testRunner: 'vitest',
  vitest: { configFile: 'tests/mutation/vitest.config.ts' },
  coverageAnalysis: 'perTest',
  reporters: ['progress-append-only'],
  tsconfigFile: 'none', // read with a JS API that TypeScript 7 lacks; not needed
  concurrency,
  dryRunTimeoutMinutes: 20,
  ignoreStatic: true,
  tempDirName: '.stryker-tmp',
  ignorePatterns: ['.next*', '.seedleaf*', 'docs', 'test-results', 'prisma/migrations'],
  allowEmpty: true,
});
const results = await stryker.runMutationTest();
type Result = (typeof results)[number];

for (const { status, fileName, location, mutatorName, replacement } of results)
  if (status === 'Survived')
    console.log(
      `${path.relative(root, fileName)}:${location.start.line}  ${mutatorName}: ${cut(fileName, location)} → ${replacement}`,
    );
console.table(targets.map(score));

function score(target: string) {
  const prefix = path.join(root, 'taxonomy', target);
  const here = results.filter(({ fileName }) => fileName === prefix || fileName.startsWith(prefix + path.sep));
  const count = (...states: Result['status'][]) => here.filter(({ status }) => states.includes(status)).length;
  const [noticed, survived] = [count('Killed', 'Timeout'), count('Survived')];
  const reached = noticed + survived;
  const share = reached === 0 ? '–' : `${((100 * noticed) / reached).toFixed(1)} %`;
  return { room: target, noticed, survived, 'not reached': count('NoCoverage'), score: share };
}

/** The text that a mutant replaces, on one line. */
function cut(file: string, { start, end }: Result['location']): string {
  const lines = readFileSync(file, 'utf8')
    .split('\n')
    .slice(start.line - 1, end.line);
  lines.push((lines.pop() ?? '').slice(0, end.column - 1));
  return lines
    .join('\n')
    .slice(start.column - 1)
    .replaceAll(/\s+/g, ' ');
}
