import { randomBytes } from 'node:crypto';
import { describe, expect } from 'vitest';
import type { Database } from '@/prisma/client';
import { commandLine } from '@/taxonomy/accounts/command-line';
import type { Actor } from '@/taxonomy/accounts/contract';
import { AddTeacherRequest } from '@/taxonomy/generation/contract-teachers';
import { startPracticeTeacher } from '@/taxonomy/generation/practice/server';
import type { TeacherAccess } from '@/taxonomy/generation/teacher/access';
import { clientOf } from '@/taxonomy/generation/teacher/clients';
import {
  addTeacher,
  findTeacher,
  getTeacher,
  listTeachers,
  removeTeacher,
  updateTeacher,
} from '@/taxonomy/generation/teacher/teachers';
import { findServers } from '@/taxonomy/generation/teacher/teachers-found';
import { addPracticeTeacher } from '@/taxonomy/generation/teacher/practice-teacher';
import { testTeacher, tryTeacher } from '@/taxonomy/generation/teacher-test/test-teacher';
import { practiceModel } from '@/taxonomy/generation/vocabulary';
import { test } from '@/tests/support/database';
import { http, rawServer } from '@/tests/support/raw-server';

const key = randomBytes(32);
const owner: Actor = commandLine;
const curator: Actor = { ...commandLine, role: 'curator' };
const never = new AbortController().signal;
const noVariable = () => undefined;
const access: TeacherAccess = { key, variable: noVariable, innerHosts: ['127.0.0.1'], ownPorts: [] };
const CANARY = 'sk-canary-4711-never-shown';

let count = 0;
const wanted = (given: Partial<AddTeacherRequest> = {}) =>
  AddTeacherRequest.parse({ name: `Teacher ${(count += 1)}`, baseUrl: 'http://127.0.0.1:9', model: 'm', ...given });
const add = (db: Database, given: Partial<AddTeacherRequest> = {}, actor = curator) =>
  addTeacher(db, actor, access, wanted(given));

/** A question and a grade: the answers that a test needs. */
const content = '[QUESTION]\nWhat is the capital of Chad?\n[END]\nSCORE: 1';
const completion = JSON.stringify({ model: 'm', choices: [{ message: { content }, finish_reason: 'stop' }] });

/** A server with one model that records the authorization headers it receives. */
async function keyedServer() {
  const seen: (string | undefined)[] = [];
  const server = await rawServer((socket, request) => {
    seen.push(/authorization: (.*)\r/i.exec(request)?.[1]);
    socket.write(http('200 OK', request.startsWith('GET') ? '{"data":[{"id":"m"}]}' : completion));
  });
  return { ...server, seen };
}

const setPracticeUrl = (db: Database, value: string) =>
  db.setting.upsert({
    where: { key: 'practice_teacher_url' },
    create: { key: 'practice_teacher_url', value },
    update: { value },
  });

describe('teachers', () => {
  test('a teacher’s key is encrypted, used, and never sent back', async ({ db }) => {
    const server = await keyedServer();
    const added = await add(db, { baseUrl: server.url, apiKey: ` ${CANARY}\n` });
    expect(added).toMatchObject({ key: 'stored', keyEnv: null, isPractice: false });

    const tested = await testTeacher(db, added.id, { access, signal: never });
    expect(tested).toMatchObject({ ok: true, models: ['m'], message: expect.stringMatching(/judged one/) });
    expect(server.seen).toEqual([`Bearer ${CANARY}`, `Bearer ${CANARY}`, `Bearer ${CANARY}`]);
    await server.close();

    const everything = JSON.stringify([
      await listTeachers(db),
      tested,
      await db.teacher.findMany(),
      await db.auditEvent.findMany({ select: { detail: true } }),
    ]);
    expect(everything).not.toContain('canary');
    expect((await getTeacher(db, added.name)).lastTest).toMatchObject({ ok: true });
  });

  test('a key cannot be stolen by changing the server: it is removed unless entered again', async ({ db }) => {
    const mine = await keyedServer();
    const other = await keyedServer();
    const { id } = await add(db, { baseUrl: mine.url, apiKey: CANARY });
    await updateTeacher(db, curator, access, id, { model: 'n', slots: 9 });
    expect(await updateTeacher(db, curator, access, id, { baseUrl: `${mine.url}/sub` })).toMatchObject({
      key: 'stored',
      slots: 9,
    });

    expect(await updateTeacher(db, curator, access, id, { baseUrl: other.url })).toMatchObject({ key: 'none' });
    const client = await clientOf(db, id, access);
    await client.models(never);
    await client.close();
    expect(other.seen).toEqual([undefined]);
    await mine.close();
    await other.close();
  });

  test('a key may be in a variable that an owner names; Seedleaf’s own secrets are refused', async ({ db }) => {
    await expect(add(db, { apiKeyEnv: 'MY_KEY' }, curator)).rejects.toMatchObject({ code: 'forbidden' });
    for (const apiKeyEnv of ['SEEDLEAF_KEY', 'DATABASE_URL', 'PGPASSWORD']) {
      await expect(add(db, { apiKeyEnv }, owner)).rejects.toMatchObject({ code: 'invalid' });
    }
    const { id } = await add(db, { apiKeyEnv: 'MY_KEY' }, owner);
    await expect(clientOf(db, id, access)).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('MY_KEY'),
    });
    await (await clientOf(db, id, { ...access, variable: (name) => (name === 'MY_KEY' ? 'x' : undefined) })).close();
  });

  test('an encrypted key cannot be decrypted in another teacher’s row or with another installation’s key', async ({
    db,
  }) => {
    const a = await add(db, { apiKey: CANARY });
    const b = await add(db);
    const { apiKeySealed } = await db.teacher.findUniqueOrThrow({ where: { id: a.id } });
    await db.teacher.update({ where: { id: b.id }, data: { apiKeySealed } });
    await expect(clientOf(db, b.id, access)).rejects.toMatchObject({ code: 'unavailable' });
    await expect(clientOf(db, a.id, { ...access, key: randomBytes(32) })).rejects.toMatchObject({
      code: 'unavailable',
    });
  });

  test('a name is unique whatever its case, even of two at once, and free again after removal', async ({ db }) => {
    const both = await Promise.allSettled([add(db, { name: 'Twin' }), add(db, { name: 'tWIN' })]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(both.find((each) => each.status === 'rejected')?.reason).toMatchObject({ code: 'conflict' });

    const twin = await getTeacher(db, 'TWIN');
    await removeTeacher(db, curator, twin.id);
    expect(await findTeacher(db, 'twin')).toBeNull();
    expect((await db.teacher.findUniqueOrThrow({ where: { id: twin.id } })).name.toLowerCase()).toBe('twin');
    await add(db, { name: 'twin' });
    await expect(removeTeacher(db, curator, twin.id)).rejects.toMatchObject({ code: 'not_found' });
  });

  test('an unknown teacher is refused with the names of the existing ones', async ({ db }) => {
    await add(db, { name: 'Known one' });
    await expect(getTeacher(db, 'nobody')).rejects.toMatchObject({
      code: 'not_found',
      message: expect.stringContaining('“Known one”'),
    });
  });

  test('addresses and keys that cannot be right are refused before anything is stored', async ({ db }) => {
    const before = await db.teacher.count();
    await expect(add(db, { baseUrl: 'http://169.254.169.254/v1' })).rejects.toMatchObject({ code: 'invalid' });
    await expect(add(db, { apiKey: 'two words' })).rejects.toMatchObject({ code: 'invalid' });
    await expect(add(db, { apiKey: 'a', apiKeyEnv: 'B' }, owner)).rejects.toMatchObject({ code: 'invalid' });
    expect(await db.teacher.count()).toBe(before);
  });

  test('a failed test says what is wrong, and its result is stored', async ({ db }) => {
    const { id, name } = await add(db, { baseUrl: 'http://127.0.0.1:9' });
    const result = await testTeacher(db, id, { access, signal: never });
    expect(result).toMatchObject({ ok: false, message: expect.stringContaining('refuses connections') });
    expect((await getTeacher(db, name)).lastTest).toEqual(result);
  });

  test('an address can be tested before it is saved, and the result is stored with it', async ({ db }) => {
    const server = await keyedServer();
    const means = { access, signal: never };
    expect(await tryTeacher(curator, { baseUrl: server.url }, means)).toMatchObject({
      ok: true,
      models: ['m'],
      latencyMs: null,
    });
    expect(await tryTeacher(curator, { baseUrl: server.url, model: 'other' }, means)).toMatchObject({
      ok: true,
      message: expect.stringContaining('Another model answered: m, not other'),
    });
    const { receipt, ...tried } = await tryTeacher(curator, { baseUrl: server.url, model: 'm' }, means);
    const testReceipt = receipt ?? '';
    expect(await add(db, { baseUrl: server.url, model: 'm', testReceipt })).toMatchObject({ lastTest: tried });
    // The other model was not tested.
    const untested = await add(db, { baseUrl: server.url, model: 'n', testReceipt });
    expect(untested.lastTest).toBeNull();
    expect(await updateTeacher(db, curator, access, untested.id, { model: 'm', testReceipt })).toMatchObject({
      lastTest: tried,
    });
    await expect(tryTeacher(curator, { baseUrl: server.url, apiKeyEnv: 'X' }, means)).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(tryTeacher(owner, { baseUrl: server.url, apiKeyEnv: 'X' }, means)).rejects.toMatchObject({
      code: 'invalid',
    });
    await server.close();
  });

  test('servers on this machine are found by asking, and recognised by their responses', async () => {
    const vllm = await rawServer((socket) =>
      socket.end(http('200 OK', '{"data":[{"id":"mixtral","owned_by":"vllm"}]}')),
    );
    const website = await rawServer((socket) => socket.end(http('200 OK', '<html>hello</html>')));
    const silent = await rawServer(() => {});
    const practice = await startPracticeTeacher({ port: 0, latencyMs: 0, sigma: 0, slots: 1, faults: [], seed: '' });
    const portOf = (url: string) => Number(new URL(url).port);
    const found = await findServers(never, {
      Ollama: portOf(vllm.url),
      'LM Studio': portOf(website.url),
      vLLM: portOf(silent.url),
      'llama.cpp': portOf(practice.url),
      nobody: 9,
    });
    expect(found).toEqual([{ product: 'vLLM', baseUrl: vllm.url, models: ['mixtral'] }]);
    await Promise.all([vllm.close(), website.close(), silent.close(), practice.close()]);
  });
});

describe('the practice teacher among the teachers', () => {
  test('is there once, however often it is added, and follows its process to another port', async ({ db }) => {
    await expect(addPracticeTeacher(db, curator)).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('npm start'),
    });

    const first = await startPracticeTeacher({ port: 0, latencyMs: 0, sigma: 0, slots: 4, faults: [], seed: '' });
    await setPracticeUrl(db, first.url);
    const asked = await Promise.all([1, 2, 3].map(() => addPracticeTeacher(db, curator)));
    expect(new Set(asked.map(({ id }) => id)).size).toBe(1);
    expect(asked[0]).toMatchObject({ isPractice: true, baseUrl: 'built in', model: practiceModel });
    await first.close();

    const second = await startPracticeTeacher({ port: 0, latencyMs: 0, sigma: 0, slots: 4, faults: [], seed: '' });
    await setPracticeUrl(db, second.url.replace('/v1', ''));
    expect(await testTeacher(db, asked[0]?.id ?? '', { access, signal: never })).toMatchObject({
      ok: true,
    });
    await second.close();
  });

  test('is recognised when it is added by its address', async ({ db }) => {
    expect(await add(db, { model: practiceModel })).toMatchObject({ isPractice: true });
  });
});
