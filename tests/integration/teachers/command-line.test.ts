import { spawn } from 'node:child_process';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import type { PracticeTeacher } from '@/taxonomy/generation/practice/server';
import { practiceModel } from '@/taxonomy/generation/vocabulary';
import { testKey } from '../../support/accounts-factories';
import { test } from '../../support/database';
import { makePracticeTeacher } from '../../support/generation-factories';

let practice: PracticeTeacher;
beforeAll(async () => {
  practice = await makePracticeTeacher();
});
afterAll(() => practice.close());

/** Runs one command until it ends. */
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

describe('the command line', { timeout: 300_000 }, () => {
  test('sets extra headers, probes a teacher, and shows what was found', async ({ databaseUrl }) => {
    const run = (...args: string[]) => seedleaf(databaseUrl, 'teacher', ...args);
    const headers = ['--header', 'X-Org: canary-9999', '--header', 'X-Old: a: b'];
    const server = ['--url', practice.url, '--model', practiceModel];
    const added = await run('add', 'local', ...server, ...headers, '--json');
    expect(added.code).toBe(0);
    expect(JSON.parse(added.stdout)).toMatchObject({ headerNames: ['X-Org', 'X-Old'], structuredOutput: 'auto' });

    const edited = await run('edit', 'local', '--remove-header', 'x-old', '--header', 'X-New: c', '--json');
    expect(JSON.parse(edited.stdout)).toMatchObject({ headerNames: ['X-Org', 'X-New'] });
    const wrong = await run('edit', 'local', '--remove-header', 'X-Missing');
    expect(wrong.code).not.toBe(0);
    expect(wrong.stderr).toMatch(/no header X-Missing.*X-Org, X-New/);

    const probed = await run('probe', 'local');
    expect(probed.stderr).toMatch(/7 short calls; their cost is (?:unknown|about \$)/);
    expect(probed.stdout).toMatch(/JSON schema: yes\./);
    const shown = await run('show', 'local', '--json');
    expect(JSON.parse(shown.stdout)).toMatchObject({
      capabilities: { answers: { jsonSchema: { answer: 'yes' }, logprobs: { answer: 'no' } } },
      servers: [],
    });
    expect(JSON.stringify([added, edited, probed, shown])).not.toContain('canary');
  });
});
