import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect } from 'vitest';
import type { RouteHandler } from '@/app/api/handle';
import type { Database } from '@/prisma/client';
import { makeAuth } from '@/taxonomy/accounts/auth';
import { changePerson } from '@/taxonomy/accounts/change-person';
import { readKey } from '@/taxonomy/accounts/key';
import { startRun } from '@/taxonomy/generation/runs/start-run';
import { makeSignedIn } from '@/tests/support/accounts-factories';
import { test as base } from '@/tests/support/database';
import { actor, makeFreeformLeaf, makeTeacher, requestOf } from '@/tests/support/generation-factories';

// The route reads the environment when it is imported, so it is set before.
const test = base.extend<{ $file: { home: string; runId: string; events: RouteHandler } }>({
  home: [
    async ({ databaseUrl }, use) => {
      const home = mkdtempSync(path.join(tmpdir(), 'seedleaf-events-'));
      Object.assign(process.env, { DATABASE_URL: databaseUrl, SEEDLEAF_HOME: home, SEEDLEAF_KEY: '' });
      await use(home);
      const { db } = await import('@/prisma/db');
      await db.$disconnect();
      rmSync(home, { recursive: true });
    },
    { scope: 'file' },
  ],
  events: [
    async ({ home }, use) => {
      expect(home).not.toBe('');
      const { GET } = await import('@/app/api/v1/runs/[runId]/events/route');
      await use(GET);
    },
    { scope: 'file' },
  ],
  // No worker runs it, so it stays open as long as the tests run.
  runId: [
    async ({ db }, use) => {
      const teacherId = await makeTeacher(db, 'http://127.0.0.1:1/v1');
      const { id } = await startRun(db, actor, requestOf(teacherId, [await makeFreeformLeaf(db)]));
      await use(id);
    },
    { scope: 'file' },
  ],
});

const signIn = (db: Database, home: string) =>
  makeSignedIn(db, makeAuth({ db, key: readKey(home), baseUrl: 'http://127.0.0.1:3000' }), 'viewer');

/**
 * Opens the stream and reads until the run has arrived. @returns A function that tells how long it stays open from now.
 */
async function open(events: RouteHandler, runId: string, cookie: string) {
  const request = new Request(`http://127.0.0.1:3000/api/v1/runs/${runId}/events`, { headers: { cookie } });
  const answer = await events(request, { params: Promise.resolve({ runId }) });
  expect(answer.status).toBe(200);
  const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader();
  let seen = '';
  while (!seen.includes(runId)) seen += (await reader.read()).value ?? '';
  return {
    untilClosed: async () => {
      while (!(await reader.read()).done);
    },
    close: () => reader.cancel(),
  };
}

describe('an open event stream', { timeout: 30_000 }, () => {
  test('ends within seconds when its reader is disabled, and cannot be opened again', async ({
    db,
    home,
    events,
    runId,
  }) => {
    const { person, cookie } = await signIn(db, home);
    const stream = await open(events, runId, cookie);
    await changePerson(db, actor, person.id, { isDisabled: true });
    await stream.untilClosed();
    const request = new Request('http://127.0.0.1:3000/api/v1/runs/x/events', { headers: { cookie } });
    expect((await events(request, { params: Promise.resolve({ runId }) })).status).toBe(401);
  });

  test('ends within seconds when its reader signs out; others continue', async ({ db, home, events, runId }) => {
    const [leaver, stayer] = [await signIn(db, home), await signIn(db, home)];
    const [left, stayed] = [await open(events, runId, leaver.cookie), await open(events, runId, stayer.cookie)];
    await db.session.deleteMany({ where: { userId: leaver.person.id } });
    let isClosed = false;
    void stayed.untilClosed().then(() => (isClosed = true));
    await left.untilClosed();
    expect(isClosed).toBe(false);
    await stayed.close();
  });
});
