/** Finds changes of the domain that no unit test would notice: `npm run test:mutation -- [FOLDER …]`. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { Stryker } from '@stryker-mutator/core';

const root = path.resolve(import.meta.dirname, '../..');
const rooms = readdirSync(path.join(root, 'taxonomy'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== 'starter')
  .map(({ name }) => name);

const wanted = process.argv.slice(2);
const unknown = wanted.filter((room) => !rooms.includes(room.split('/')[0] ?? ''));
if (unknown.length > 0) {
  console.error(`There is no room ${unknown.join(', ')}. The rooms: ${rooms.join(', ')}.`);
  process.exit(2);
}

type Score = { room: string; noticed: number; survived: number; 'not reached': number; score: string };
const scores: Score[] = [];
for (const room of wanted.length > 0 ? wanted : rooms) scores.push(await mutate(room));
console.table(scores);

/** @param room A folder of the domain, or one inside it such as `generation/steps`. */
async function mutate(room: string): Promise<Score> {
  const stryker = new Stryker({
    mutate: [`taxonomy/${room}/**/*.ts`, '!taxonomy/**/{repository*,contract,endpoints,job}.ts'],
    testRunner: 'vitest',
    vitest: { configFile: 'tests/mutation/vitest.config.ts' },
    coverageAnalysis: 'perTest',
    reporters: [],
    tsconfigFile: 'none', // read with a JS API that TypeScript 7 lacks; not needed
    concurrency: 2,
    ignoreStatic: true,
    tempDirName: '.stryker-tmp',
    ignorePatterns: ['.next*', '.seedleaf*', 'docs', 'test-results', 'prisma/migrations'],
    allowEmpty: true,
  });
  const results = await stryker.runMutationTest();
  const count = (...states: string[]) => results.filter(({ status }) => states.includes(status)).length;
  console.log();
  for (const { status, fileName, location, mutatorName, replacement } of results)
    if (status === 'Survived')
      console.log(`${path.relative(root, fileName)}:${location.start.line}  ${mutatorName}: ${replacement}`);
  const noticed = count('Killed', 'Timeout');
  const survived = count('Survived');
  const reached = noticed + survived;
  const score = reached === 0 ? '–' : `${((100 * noticed) / reached).toFixed(1)} %`;
  return { room, noticed, survived, 'not reached': count('NoCoverage'), score };
}
