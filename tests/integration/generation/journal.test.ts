import { afterAll, beforeAll, describe, expect } from 'vitest';
import pg from 'pg';
import type { Database } from '@/prisma/client';
import { Journal } from '@/taxonomy/generation/engine/journal';
import type { CallRow } from '@/taxonomy/generation/engine/repository-journal';
import { OpenRuns } from '@/taxonomy/generation/engine/open-runs';
import type { PracticeTeacher } from '@/taxonomy/generation/practice/server';
import { selectOpenRuns } from '@/taxonomy/generation/runs/repository-runs';
import { startRun } from '@/taxonomy/generation/runs/start-run';
import { Leases } from '@/taxonomy/jobs/leases';
import { test } from '../../support/database';
import {
  actor,
  makeFreeformLeaf,
  makePracticeTeacher,
  makeTeacher,
  openTeacherOf,
  requestOf,
} from '../../support/generation-factories';
import { urlOf } from '../../support/postgres';

let practice: PracticeTeacher;
beforeAll(async () => void (practice = await makePracticeTeacher()));
afterAll(() => practice.close());

const nowhere = '00000000-0000-4000-8000-000000000000';

const callOf = (runId: string, key: string): CallRow => ({
  key,
  runId,
  itemId: nowhere,
  teacherId: nowhere,
  step: 's',
  ordinal: '0:0',
  prompt: 'p',
  promptVersion: 1,
  model: 'm',
  request: {},
  response: 'ok',
  thought: '',
  finishReason: 'stop',
  promptTokens: 3,
  cachedTokens: 0,
  completionTokens: 2,
  costPicos: null,
  latencyMs: 1,
});

async function startOne(db: Database): Promise<string> {
  const leafId = await makeFreeformLeaf(db);
  const { id } = await startRun(db, actor, requestOf(await makeTeacher(db, practice.url), [leafId], { target: 2 }));
  return id;
}

/** Postgres refuses every connection to this database until the returned function is called. */
async function shut(databaseUrl: string): Promise<() => Promise<void>> {
  const name = new URL(databaseUrl).pathname.slice(1);
  const admin = new pg.Client({ connectionString: urlOf('postgres') });
  await admin.connect();
  await admin.query(`ALTER DATABASE ${name} WITH ALLOW_CONNECTIONS false`);
  await admin.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${name}' AND pid <> pg_backend_pid()`,
  );
  return async () => {
    await admin.query(`ALTER DATABASE ${name} WITH ALLOW_CONNECTIONS true`);
    await admin.end();
  };
}

describe('the journal', { timeout: 60_000 }, () => {
  test('stores the others when Postgres refuses one answer, and counts each once', async ({ db }) => {
    const runId = await startOne(db);
    const journal = new Journal(db);
    const written = [journal.write(callOf(runId, 'one')), journal.write(callOf(runId, 'two'))];
    const refused = journal.write(callOf(nowhere, 'three'));
    journal.writeFailure(runId, true, 'It took too long.');
    await expect(refused).rejects.toThrow();
    await Promise.all(written);
    await journal.close();
    expect(await db.teacherCall.count({ where: { runId } })).toBe(2);
    const run = await db.run.findUniqueOrThrow({ where: { id: runId } });
    expect(run).toMatchObject({ calls: 3, failedCalls: 1, promptTokens: 6n, completionTokens: 4n });
  });

  test('keeps answers while Postgres is unreachable, and writes and counts each once when it is back', async ({
    db,
    databaseUrl,
  }) => {
    const runId = await startOne(db);
    const journal = new Journal(db);
    const open = await shut(databaseUrl);
    let isWritten = false;
    const written = journal.write(callOf(runId, 'kept')).then(() => (isWritten = true));
    journal.writeFailure(runId, true, 'It took too long.');
    await new Promise((resolve) => setTimeout(resolve, 1_500)); // several flushes fail meanwhile
    expect(isWritten).toBe(false);
    await open();
    await written;
    await journal.close();
    expect(await db.teacherCall.count({ where: { runId } })).toBe(1);
    expect(await db.run.findUniqueOrThrow({ where: { id: runId } })).toMatchObject({ calls: 2, failedCalls: 1 });
  });
});

describe('the end of a run', { timeout: 60_000 }, () => {
  test('is written when Postgres is back, before its items can end', async ({ db, databaseUrl }) => {
    const runId = await startOne(db);
    await db.run.update({ where: { id: runId }, data: { calls: 5, maxCalls: 5 } });
    const row = (await selectOpenRuns(db)).find(({ id }) => id === runId);
    const leases = new Leases(db, { id: 'ends', host: 'test', pid: 1 });
    const runs = new OpenRuns(db, leases, openTeacherOf(db), {}, () => {});
    const run = await runs.open(row!);
    const open = await shut(databaseUrl);
    expect(() => run?.beginCall()).toThrow('The budget is spent.');
    let isEnded = false;
    const ending = run?.ending.then(() => (isEnded = true));
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(isEnded).toBe(false);
    await open();
    await ending;
    expect(await db.run.findUniqueOrThrow({ where: { id: runId } })).toMatchObject({ state: 'over_budget' });
    await runs.close();
  });
});
