import { describe, expect } from 'vitest';
import type { Database } from '@/prisma/client';
import { readSnapshot } from '@/taxonomy/generation/runs/snapshot';
import { getTeacher, updateTeacher } from '@/taxonomy/generation/teacher/teachers';
import { probeTeacher } from '@/taxonomy/generation/teacher-test/probe-teacher';
import { test } from '../../support/database';
import {
  actor,
  brokenRules,
  contentOfRun,
  forgetSamples,
  makeFreeformLeaf,
  makePracticeTeacher,
  makeTeacher,
  requestOf,
  runToEnd,
} from '../../support/generation-factories';
import { testAccess } from '../../support/teacher-access';

const never = new AbortController().signal;

const snapshotOf = async (db: Database, id: string) =>
  readSnapshot((await db.run.findUniqueOrThrow({ where: { id } })).snapshot);

const judgements = (db: Database, runId: string) =>
  db.teacherCall.findMany({ where: { runId, step: { startsWith: 'judge-' } } });

const asksInJson = ({ request }: { request: unknown }) => JSON.stringify(request).includes('"format":{');
const isJson = ({ response }: { response: string }) => response.startsWith('{"why":');

describe('judges', { timeout: 600_000 }, () => {
  test('answer in JSON at a server that was probed to follow a schema, and the same run is the same again', async ({
    db,
  }) => {
    const practice = await makePracticeTeacher();
    const teacherId = await makeTeacher(db, practice.url);
    const leaf = await makeFreeformLeaf(db);
    const request = () => requestOf(teacherId, [leaf], { target: 20, seed: 'json' });
    const before = await runToEnd(db, request());
    expect((await snapshotOf(db, before.id)).judgesInJson).toBe(false);
    expect((await judgements(db, before.id)).some(asksInJson)).toBe(false);
    await forgetSamples(db);

    await probeTeacher(db, teacherId, { access: testAccess, signal: never });
    const run = await runToEnd(db, request());
    expect((await snapshotOf(db, run.id)).judgesInJson).toBe(true);
    const asked = await judgements(db, run.id);
    expect(asked.length).toBeGreaterThan(20);
    expect(asked.every((call) => asksInJson(call) && isJson(call))).toBe(true);
    const written = await db.teacherCall.findMany({ where: { runId: run.id, step: { startsWith: 'write-' } } });
    expect(written.some(asksInJson)).toBe(false);
    // The practice teacher forgets the last line of some judgements. With a schema it cannot.
    const lost = await db.droppedRow.count({
      where: { runId: run.id, reason: 'unparseable', step: { startsWith: 'judge-' } },
    });
    expect(lost).toBe(0);
    expect(await brokenRules(db, run.id)).toEqual([]);
    const content = await contentOfRun(db, run.id);
    expect(content.length).toBeGreaterThan(5);

    await forgetSamples(db);
    const again = await runToEnd(db, request());
    expect(await contentOfRun(db, again.id)).toEqual(content);
    await practice.close();
  });

  test('keep answering in tags when the setting is off', async ({ db }) => {
    const practice = await makePracticeTeacher();
    const teacherId = await makeTeacher(db, practice.url);
    await probeTeacher(db, teacherId, { access: testAccess, signal: never });
    await updateTeacher(db, actor, testAccess, teacherId, { structuredOutput: 'off' });
    const run = await runToEnd(db, requestOf(teacherId, [await makeFreeformLeaf(db)], { target: 5 }));
    expect((await judgements(db, run.id)).some(asksInJson)).toBe(false);
    await practice.close();
  });

  test.for<['ignores' | 'refuses', RegExp]>([
    ['ignores', /^$/],
    ['refuses', /Not sent: response_format/],
  ])('are read in tags when a server that once followed a schema %s it now', async ([jsonSchema, adapted], { db }) => {
    const [before, now] = [await makePracticeTeacher(), await makePracticeTeacher({ jsonSchema })];
    const teacherId = await makeTeacher(db, before.url);
    await probeTeacher(db, teacherId, { access: testAccess, signal: never });
    // What is known of the server stays, as after an update of its software.
    await db.teacher.update({ where: { id: teacherId }, data: { baseUrl: now.url } });
    const run = await runToEnd(db, requestOf(teacherId, [await makeFreeformLeaf(db)], { target: 10 }));
    expect(run.state).toBe('completed');
    expect(run.samplesKept).toBeGreaterThan(0);
    const asked = await judgements(db, run.id);
    expect(asked.length).toBeGreaterThan(0);
    expect(asked.some(isJson)).toBe(false);
    expect((await getTeacher(db, teacherId)).adapted.join(' ')).toMatch(adapted);
    expect(await brokenRules(db, run.id)).toEqual([]);
    await before.close();
    await now.close();
  });
});
