import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { z } from 'zod';
import { getRun } from '@/taxonomy/generation/runs/get-run';
import type { PracticeTeacher } from '@/taxonomy/generation/practice/server';
import { testKey } from '../../support/accounts-factories';
import { test } from '../../support/database';
import { query } from '../../support/postgres';
import {
  brokenRules,
  makeFreeformLeaf,
  makePracticeTeacher,
  makeTeacher,
  requestOf,
  runToEnd,
  until,
} from '../../support/generation-factories';

let practice: PracticeTeacher;
/** A teacher that always answers in prose. */
let prose: { url: string; close(): void };
beforeAll(async () => {
  practice = await makePracticeTeacher();
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'application/json');
    const message = { role: 'assistant', content: 'Sure! I would be happy to help.' };
    response.end(JSON.stringify({ model: 'm', choices: [{ message, finish_reason: 'stop' }] }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  prose = { url: `http://127.0.0.1:${port}/v1`, close: () => server.close() };
});
afterAll(async () => {
  prose.close();
  await practice.close();
});

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

describe('the command line', { timeout: 600_000 }, () => {
  test('keeps waiting for a run while the database is unreachable', async ({ db, databaseUrl }) => {
    const leafId = await makeFreeformLeaf(db);
    const { name } = await db.node.findUniqueOrThrow({ where: { id: leafId } });
    const slow = await makePracticeTeacher({ latencyMs: 150 });
    await makeTeacher(db, slow.url, { name: 'slow', slots: 2 });
    const flags = ['--teacher', 'slow', '--target', '20', '--wait'];
    const command = seedleaf(databaseUrl, 'generate', `compositional_skills/${name}`, ...flags);
    await until(() => slow.stats().calls > 5);
    const database = new URL(databaseUrl).pathname.slice(1);
    await query(`ALTER DATABASE "${database}" ALLOW_CONNECTIONS false`);
    await query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${database}'`);
    await sleep(3_000);
    await query(`ALTER DATABASE "${database}" ALLOW_CONNECTIONS true`);
    const { code, stderr } = await command;
    expect(stderr.match(/^.*Still waiting.*$/gm)).toEqual([
      'The database is not responding. Still waiting for the run.',
    ]);
    expect(code).toBe(0);
    // This test's own connections were cut too.
    await db.$queryRaw`SELECT 1`.catch(() => undefined);
    await slow.close();
  });

  test('generates, does the work itself when no worker runs, and prints one JSON object', async ({
    db,
    databaseUrl,
  }) => {
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

  test('ends with exit code 1 and one sentence when nothing was kept, also with --json', async ({
    db,
    databaseUrl,
  }) => {
    const leafId = await makeFreeformLeaf(db);
    await makeTeacher(db, prose.url, { name: 'prose', model: 'm' });
    const args = ['generate', leafId, '--teacher', 'prose', '--target', '2', '--wait'];
    const ended = await seedleaf(databaseUrl, '--json', ...args);
    expect(ended.code).toBe(1);
    expect(JSON.parse(ended.stdout)).toMatchObject({ state: 'nothing_kept', samplesKept: 0 });
    expect(ended.stderr.trim().split('\n')).toEqual([expect.stringMatching(/^No sample was kept\./)]);
  });

  test('continues a run that was short of samples', async ({ db, databaseUrl }) => {
    const leafId = await makeFreeformLeaf(db);
    const run = await runToEnd(db, requestOf(await makeTeacher(db, practice.url), [leafId], { target: 60 }));
    expect(run.shortfall).toMatchObject({ asked: 60, missing: 60 - run.samplesKept, leaves: 1 });
    const next = await seedleaf(databaseUrl, '--json', 'run', 'continue', run.id, '--wait');
    expect(next.code).toBe(0);
    const continued = await getRun(db, (JSON.parse(next.stdout) as { id: string }).id);
    expect(continued).toMatchObject({ continuesId: run.id, leaves: [{ leafId, target: 60 - run.samplesKept }] });
    expect(continued.samplesKept).toBeGreaterThan(0);
    expect((await getRun(db, run.id)).continuedById).toBe(continued.id);
    expect(await brokenRules(db, continued.id)).toEqual([]);
  });

  test('reports wrong usage and missing things differently, each in a sentence', async ({ db, databaseUrl }) => {
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

describe('a batch run on the command line', { timeout: 600_000 }, () => {
  test('is answered wave by wave by a command, and ends with samples', async ({ db, databaseUrl }) => {
    const leafId = await makeFreeformLeaf(db);
    const { name } = await db.node.findUniqueOrThrow({ where: { id: leafId } });
    await makeTeacher(db, practice.url, { name: 'offline' });
    const folder = mkdtempSync(path.join(tmpdir(), 'batch-'));
    const leaf = `compositional_skills/${name}`;
    const started = await seedleaf(
      databaseUrl,
      '--json',
      'generate',
      leaf,
      '--teacher',
      'offline',
      '--target',
      '10',
      '--batch',
      'files',
    );
    expect(started.code).toBe(0);
    const { id } = z.object({ id: z.string() }).parse(JSON.parse(started.stdout));

    const wrong = await seedleaf(databaseUrl, 'run', 'batch', id, '--to', folder, '--exec', 'exit 3');
    expect(wrong).toMatchObject({ code: 1, stderr: expect.stringContaining('The command ended with exit code 3') });

    const exec = `"${process.execPath}" --import tsx tests/support/answer-batch.ts ${practice.url}`;
    const done = await seedleaf(databaseUrl, '--json', 'run', 'batch', id, '--to', folder, '--exec', exec);
    expect(done).toMatchObject({ code: 0 });
    expect(JSON.parse(done.stdout)).toMatchObject({ id, state: 'completed', batch: 'files' });
    expect(await db.sample.count({ where: { runId: id } })).toBeGreaterThan(0);
    expect(await brokenRules(db, id)).toEqual([]);
    expect(readdirSync(folder).filter((file) => file.endsWith('.part'))).toEqual([]);

    const over = await seedleaf(databaseUrl, 'run', 'requests', id, '--to', folder);
    expect(over).toMatchObject({ code: 1, stderr: expect.stringContaining('The run is over (completed)') });
  });
});

describe('doctor --deep', { timeout: 600_000 }, () => {
  const runsOf = async (databaseUrl: string) => {
    const { stdout, stderr } = await seedleaf(databaseUrl, '--json', 'doctor', '--deep');
    const findings = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    return findings.find(({ check }) => check === 'runs') ?? { stdout, stderr };
  };

  test('counts the rows of every finished run again, and names what does not add up', async ({ db, databaseUrl }) => {
    const leafId = await makeFreeformLeaf(db);
    const { id } = await runToEnd(db, requestOf(await makeTeacher(db, practice.url), [leafId], { target: 10 }));
    expect(await runsOf(databaseUrl)).toMatchObject({
      state: 'good',
      message: expect.stringMatching(/^\d+ finished runs?: every count adds up\.$/),
    });
    await db.run.update({ where: { id }, data: { samplesKept: { increment: 2 } } });
    expect(await runsOf(databaseUrl)).toMatchObject({
      state: 'failed',
      message: expect.stringContaining(`${id} (not so: samples are counted, by 2)`),
    });
  });
});
