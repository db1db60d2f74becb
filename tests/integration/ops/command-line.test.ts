import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { describe, expect } from 'vitest';
import { test } from '../../support/database';
import { makeHome, removeHome } from '../../support/home';
import { makeBranch, makeFolders } from '../../support/tree-factories';

/** Runs the command line as a person would, on the test's database. */
async function seedleaf(databaseUrl: string, ...args: string[]) {
  return runIn({ DATABASE_URL: databaseUrl, SEEDLEAF_KEY: 'ab'.repeat(32) }, ...args);
}

async function runIn(environment: Record<string, string>, ...args: string[]) {
  const child = spawn(process.execPath, ['--import', 'tsx', 'bin/seedleaf.ts', ...args], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [output, complaint] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
  const exitCode = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { exitCode, output, complaint };
}

const linesOf = (text: string) => text.trim().split('\n');

describe('the command line', { timeout: 60_000 }, () => {
  test('with --json prints one object, or one per line for a list, and nothing else', async ({ databaseUrl }) => {
    const address = ['--url', 'http://127.0.0.1:9/v1', '--model', 'm'];
    for (const name of ['one', 'two']) {
      const added = await seedleaf(databaseUrl, 'teacher', 'add', name, ...address, '--json');
      expect(added).toMatchObject({ exitCode: 0, complaint: '' });
      expect(JSON.parse(added.output)).toMatchObject({ name });
    }
    const listed = await seedleaf(databaseUrl, '--json', 'teacher', 'list');
    expect(linesOf(listed.output).map((line) => JSON.parse(line).name)).toEqual(['one', 'two']);
  });

  test.for([
    [['frobnicate'], /unknown command/],
    [['samples', '--limit', 'many'], /must be a whole number/],
    [['samples', '--nonsense'], /unknown option/],
    [['teacher', 'test'], /missing required argument/],
    [['decide', '--leaf', 'a'], /required option/],
  ] as const)('ends with exit code 2 for the wrong usage %j', async ([args, said], { databaseUrl }) => {
    const { exitCode, output, complaint } = await seedleaf(databaseUrl, ...args);
    expect({ exitCode, output }).toEqual({ exitCode: 2, output: '' });
    expect(complaint).toMatch(said);
  });

  test('responds to --help with exit code 0', async ({ databaseUrl }) => {
    const { exitCode, output } = await seedleaf(databaseUrl, '--help');
    expect(exitCode).toBe(0);
    for (const command of ['start', 'worker', 'doctor', 'validate', 'import', 'teacher', 'generate', 'dataset']) {
      expect(output).toContain(`\n  ${command}`);
    }
  });

  test('reports a failure in one sentence on standard error, with exit code 1', async ({ databaseUrl }) => {
    const { exitCode, output, complaint } = await seedleaf(databaseUrl, 'teacher', 'test', 'nobody', '--json');
    expect({ exitCode, output }).toEqual({ exitCode: 1, output: '' });
    expect(linesOf(complaint)).toHaveLength(1);
    expect(complaint).toMatch(/nobody/);
  });

  test('names the invalid environment variable', async () => {
    const { exitCode, complaint } = await seedleaf('mysql://db', 'teacher', 'list');
    expect(exitCode).toBe(1);
    expect(complaint).toMatch(/^Seedleaf cannot start: DATABASE_URL: .*Correct the environment variable/);
    expect(linesOf(complaint)).toHaveLength(1);
  });

  test('that only reads creates nothing in an empty home, and says where it looked', async () => {
    const home = makeHome();
    const reading = [
      ['samples', '--json'],
      ['teacher', 'list'],
      ['dataset', 'list'],
      ['run', 'list'],
      ['decide', '--leaf', 'a', '--status', 'pending', '--verdict', 'approve'],
    ];
    for (const args of reading) {
      expect(await runIn({ DATABASE_URL: '', SEEDLEAF_HOME: home, SEEDLEAF_KEY: '' }, ...args)).toEqual({
        exitCode: 1,
        output: '',
        complaint: `There is no Seedleaf in ${home}. Create one with \`npm start\`, or set the folder of yours: SEEDLEAF_HOME=/its/folder.\n`,
      });
    }
    expect(existsSync(home)).toBe(false);
    removeHome(home);
  });

  test('that may create a Seedleaf says where it did', async () => {
    const home = makeHome();
    const environment = { DATABASE_URL: '', SEEDLEAF_HOME: home, SEEDLEAF_KEY: '' };
    const address = ['--url', 'http://127.0.0.1:9/v1', '--model', 'm'];
    const added = await runIn(environment, 'teacher', 'add', 'first', ...address);
    expect(added).toMatchObject({ exitCode: 0, complaint: `Creating a new, empty Seedleaf in ${home}.\n` });
    const listed = await runIn(environment, 'teacher', 'list');
    expect(listed).toMatchObject({ exitCode: 0, complaint: '', output: expect.stringContaining('first') });
    removeHome(home);
  });

  test('that only reads creates no key when a database is given', async ({ databaseUrl }) => {
    const home = makeHome();
    const { exitCode, complaint } = await runIn(
      { DATABASE_URL: databaseUrl, SEEDLEAF_HOME: home, SEEDLEAF_KEY: '' },
      'samples',
    );
    expect({ exitCode, complaint }).toEqual({
      exitCode: 0,
      complaint: 'No samples match. Remove --leaf, --status or --run to see more.\n',
    });
    expect(existsSync(home)).toBe(false);
    removeHome(home);
  });

  test('suggests similar paths for a leaf that does not exist', async ({ db, databaseUrl }) => {
    const { root } = await makeBranch(db, 'knowledge');
    await makeFolders(db, root, 'bikes', 'Chain wear');
    const said = async (leaf: string) => (await seedleaf(databaseUrl, 'samples', '--leaf', leaf)).complaint.trim();
    expect(await said('chain wear')).toBe(
      'There is no leaf or folder “chain wear”. Did you mean “knowledge/bikes/Chain wear”?',
    );
    expect(await said('knowledge/bikes/chian wear')).toBe(
      'There is no “chian wear” in “knowledge/bikes”. Did you mean “knowledge/bikes/Chain wear”?',
    );
    expect(await said('quinces')).toBe(
      'There is no leaf or folder “quinces”. Use an id, or a path such as knowledge/birds.',
    );
  });
});
