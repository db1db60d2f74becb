import { spawn } from 'node:child_process';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import type { PracticeTeacher } from '@/taxonomy/generation/practice/server';
import { writeQuestions } from '@/taxonomy/generation/prompts/write-questions';
import { testKey } from '../../support/accounts-factories';
import { test } from '../../support/database';
import { makeFreeformLeaf, makePracticeTeacher, makeTeacher } from '../../support/generation-factories';

let practice: PracticeTeacher;
beforeAll(async () => void (practice = await makePracticeTeacher()));
afterAll(() => practice.close());

/** Runs `prompts …` until it ends, with this text on its standard input. */
async function prompts(databaseUrl: string, args: string[], input = '') {
  const child = spawn(process.execPath, ['--import', 'tsx', 'bin/seedleaf.ts', 'prompts', ...args], {
    env: { ...process.env, DATABASE_URL: databaseUrl, SEEDLEAF_KEY: testKey.toString('base64') },
    stdio: 'pipe',
  });
  child.stdin.end(input);
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (output.stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output.stderr += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { ...output, code };
}

describe('the prompts command', { timeout: 300_000 }, () => {
  test('lists, shows, tries, sets and resets the text of a leaf’s prompt', async ({ db, databaseUrl }) => {
    const leafId = await makeFreeformLeaf(db);
    await makeTeacher(db, practice.url, { name: 'practice' });
    const ofLeaf = ['--leaf', leafId];
    const text = `Write for {{leaf name}}.\n${writeQuestions.text.trim()}`;

    const costs = await prompts(
      databaseUrl,
      ['preview', 'write-questions', '-', '--teacher', 'practice', ...ofLeaf],
      text,
    );
    expect(costs.stdout).toMatch(/At most 6 calls, about \d+ tokens, about \$0\.\d+\. Try it: add --ask --seed/);
    expect(practice.stats().calls).toBe(0);
    const asking = ['preview', 'write-questions', '-', '--teacher', 'practice', '--ask', '--seed', 'a', ...ofLeaf];
    const tried = await prompts(databaseUrl, asking, text);
    expect(tried.stdout.match(/^── new/gm)).toHaveLength(3);

    const refused = await prompts(databaseUrl, ['set', 'write-questions', '-', ...ofLeaf], 'Write {{poems}}.');
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(/no variable \{\{poems\}\}.*“\[END\]” is missing/);
    const set = await prompts(databaseUrl, ['set', 'write-questions', '-', ...ofLeaf], text);
    expect(set.stdout).toMatch(/^write-questions: own text of the leaf, version 1, by /);
    const stale = await prompts(
      databaseUrl,
      ['set', 'write-questions', '-', '--after', '0', ...ofLeaf],
      `${text}\nMore.`,
    );
    expect(stale).toMatchObject({ code: 1, stderr: expect.stringContaining('has saved version 1') });

    expect((await prompts(databaseUrl, ['show', 'write-questions', ...ofLeaf])).stdout.trim()).toBe(text);
    expect((await prompts(databaseUrl, ['list', ...ofLeaf])).stdout).toMatch(/^write-questions +own text of the leaf/m);
    const reset = await prompts(databaseUrl, ['reset', 'write-questions', ...ofLeaf]);
    expect(reset.stdout).toMatch(/^write-questions: built-in, version/);
    const versions = await prompts(databaseUrl, ['versions', 'write-questions', ...ofLeaf]);
    expect(versions.stdout.trim().split('\n')).toHaveLength(2);
    const first = await prompts(databaseUrl, ['show', 'write-questions', '--version-number', '1', ...ofLeaf]);
    expect(first.stdout.trim()).toBe(text);
    expect((await prompts(databaseUrl, ['show', 'write-poems'])).stderr).toContain('There is no prompt “write-poems”');
  });
});
