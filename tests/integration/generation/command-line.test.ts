import { spawn } from 'node:child_process';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import type { PracticeTeacher } from '@/taxonomy/generation/practice/server';
import { testKey } from '../../support/accounts-factories';
import { test } from '../../support/database';
import { brokenRules, makeFreeformLeaf, makePracticeTeacher, makeTeacher } from '../../support/generation-factories';

let practice: PracticeTeacher;
beforeAll(async () => void (practice = await makePracticeTeacher()));
afterAll(() => practice.close());

/** Runs one command to its end. */
async function seedleaf(databaseUrl: string, ...args: string[]) {
  const child = spawn(process.execPath, ['--import', 'tsx', 'bin/seedleaf.ts', ...args], {
    env: { ...process.env, DATABASE_URL: databaseUrl, SEEDLEAF_KEY: testKey.toString('base64') },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (output.stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output.stderr += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { ...output, code };
}

describe('the command line', { timeout: 120_000 }, () => {
  test('generates, working itself when no worker runs, and prints one JSON object', async ({ db, databaseUrl }) => {
    const leafId = await makeFreeformLeaf(db);
    const { name } = await db.node.findUniqueOrThrow({ where: { id: leafId } });
    await makeTeacher(db, practice.url, { name: 'practice' });
    const path = `compositional_skills/${name}`;
    const { stdout, code, stderr } = await seedleaf(
      databaseUrl,
      '--json',
      'generate',
      path,
      '--teacher',
      'practice',
      '--target',
      '6',
      '--seed',
      '7',
      '--wait',
    );
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect(stdout.trim().split('\n')).toHaveLength(1);
    const run = JSON.parse(stdout) as { id: string };
    expect(run).toMatchObject({ state: 'completed', seed: '7', target: 6, leafCount: 1 });
    expect(await brokenRules(db, run.id)).toEqual([]);

    const shown = await seedleaf(databaseUrl, 'run', 'show', run.id);
    expect(shown.code).toBe(0);
    expect(shown.stdout).toMatch(/Completed/);
    expect(shown.stdout).toMatch(/practice, not a model/);
    expect(shown.stdout).toMatch(/freeform: Answers judged/);
  });

  test('tells wrong usage and what is not there apart, each in a sentence', async ({ db, databaseUrl }) => {
    await makeTeacher(db, practice.url, { name: 'other' });
    const nothing = await seedleaf(databaseUrl, 'generate', '--teacher', 'other');
    expect(nothing).toMatchObject({ code: 2, stdout: '' });
    expect(nothing.stderr).toMatch(/--all/);
    const nobody = await seedleaf(databaseUrl, 'generate', '--all', '--teacher', 'nobody');
    expect(nobody).toMatchObject({ code: 1, stdout: '' });
    expect(nobody.stderr).toMatch(/no teacher “nobody”/);
    const nowhere = await seedleaf(databaseUrl, 'generate', 'knowledge/nowhere', '--teacher', 'other');
    expect(nowhere).toMatchObject({ code: 1 });
    expect((await seedleaf(databaseUrl, 'run', 'show', 'x')).code).toBe(2);
    expect((await seedleaf(databaseUrl, 'generate', '--all', '--teacher', 'other', '--target', '0')).code).toBe(2);
  });
});
