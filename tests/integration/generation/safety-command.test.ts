import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect } from 'vitest';
import { getSafety } from '@/taxonomy/generation/safety/exceptions';
import { testKey } from '../../support/accounts-factories';
import { test } from '../../support/database';
import { makeFreeformLeaf } from '../../support/generation-factories';

const start = promisify(execFile);

async function safety(databaseUrl: string, ...args: string[]) {
  const env = { ...process.env, DATABASE_URL: databaseUrl, SEEDLEAF_KEY: testKey.toString('base64') };
  const command = ['--import', 'tsx', 'bin/seedleaf.ts', 'safety', ...args];
  const ended = start(process.execPath, command, { env, encoding: 'utf8' });
  return ended.then(
    ({ stdout }) => ({ code: 0, stdout, stderr: '' }),
    (error: { code: number; stdout: string; stderr: string }) => error,
  );
}

describe('the safety command', { timeout: 300_000 }, () => {
  test('sets, changes, shows and clears the exceptions of a leaf', async ({ db, databaseUrl }) => {
    const leafId = await makeFreeformLeaf(db);
    const run = (...args: string[]) => safety(databaseUrl, ...args);
    expect((await run('show', leafId)).stdout).toBe(`${leafId} has no safety exceptions.\n`);
    await run('set', leafId, 'advice', '--reason', 'A leaf of first aid');
    await run('set', leafId, 'violence', '--reason', 'History of wars');
    const changed = await run('set', leafId, 'advice', '--reason', 'First aid, checked by a doctor');
    expect(changed.stdout).toMatch(/^violence {2}History of wars {2}\(.+\)\nadvice {2}First aid, checked by a doctor/);
    await run('clear', leafId, 'violence');
    expect(await getSafety(db, leafId)).toMatchObject({
      exceptions: [{ category: 'advice', reason: 'First aid, checked by a doctor' }],
    });
    await run('clear', leafId);
    expect(await getSafety(db, leafId)).toEqual({ exceptions: [] });
    expect(await db.auditEvent.count({ where: { action: 'leaf.safety', subjectId: leafId } })).toBe(5);
  });

  test('refuses an unknown kind of harm, an empty reason and a folder', async ({ db, databaseUrl }) => {
    const leafId = await makeFreeformLeaf(db);
    const { parentId } = await db.node.findUniqueOrThrow({ where: { id: leafId } });
    const run = (...args: string[]) => safety(databaseUrl, ...args);
    expect(await run('set', leafId, 'rudeness', '--reason', 'x')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Allowed choices are violence, sexual'),
    });
    expect((await run('set', leafId, 'advice', '--reason', ' ')).stderr).toContain('Enter a reason.');
    expect((await run('show', parentId ?? '')).stderr).toContain('is a folder, not a leaf');
  });
});
