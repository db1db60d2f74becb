import { spawn } from 'node:child_process';
import { describe, expect } from 'vitest';
import { startRun } from '@/taxonomy/generation/runs/start-run';
import { test } from '../../support/database';
import {
  actor,
  kill,
  makeFreeformLeaf,
  makeGroundedLeaf,
  makeKnowledgeLeaf,
  makePracticeTeacher,
  makeTeacher,
  requestOf,
  untilOver,
} from '../../support/generation-factories';
import { testKey } from '../../support/accounts-factories';

describe('a worker with many calls in flight', { timeout: 600_000 }, () => {
  test('writes no warnings, so no listeners leak', async ({ db, databaseUrl }) => {
    const practice = await makePracticeTeacher({ latencyMs: 150, slots: 64 });
    const teacherId = await makeTeacher(db, practice.url, { slots: 64 });
    const leaves = [await makeFreeformLeaf(db), await makeGroundedLeaf(db), await makeKnowledgeLeaf(db, 5)];
    const worker = spawn(process.execPath, ['--import', 'tsx', 'bin/worker.ts'], {
      env: { ...process.env, DATABASE_URL: databaseUrl, SEEDLEAF_KEY: testKey.toString('base64') },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    worker.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
    const { id } = await startRun(db, actor, requestOf(teacherId, leaves, { target: 40 }));
    expect((await untilOver(db, id)).state).toBe('completed');
    await kill(worker, 'SIGTERM');
    await practice.close();
    expect(said).toBe('');
  });
});
