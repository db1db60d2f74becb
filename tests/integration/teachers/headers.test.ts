import { randomBytes, randomUUID } from 'node:crypto';
import { afterEach, describe, expect } from 'vitest';
import type { Database } from '@/prisma/client';
import { commandLine } from '@/taxonomy/accounts/command-line';
import type { Actor } from '@/taxonomy/accounts/contract';
import { AddTeacherRequest, UpdateTeacherRequest } from '@/taxonomy/generation/contract-teachers';
import type { TeacherAccess } from '@/taxonomy/generation/teacher/access';
import { clientOf } from '@/taxonomy/generation/teacher/clients';
import {
  addTeacher,
  getTeacher,
  listTeachers,
  removeTeacher,
  updateTeacher,
} from '@/taxonomy/generation/teacher/teachers';
import { testTeacher, tryTeacher } from '@/taxonomy/generation/teacher-test/test-teacher';
import { parseOrRefuse } from '@/taxonomy/parse';
import { test } from '@/tests/support/database';
import { httpRecorder, type Recorded, type Reply } from '@/tests/support/http-recorder';

const key = randomBytes(32);
const curator: Actor = { ...commandLine, role: 'curator' };
const never = new AbortController().signal;
const access: TeacherAccess = { key, variable: () => undefined, innerHosts: ['127.0.0.1'], ownPorts: [] };
const CANARY = 'canary-4711-never-shown';

const content = '[QUESTION]\nWhat is the capital of Chad?\n[END]\nSCORE: 1';
const answers = ({ method }: Recorded): Reply =>
  method === 'GET'
    ? { body: { data: [{ id: 'm' }] } }
    : { body: { model: 'm', choices: [{ message: { content }, finish_reason: 'stop' }] } };

let closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing) await close();
  closing = [];
});
async function recorder(reply = answers) {
  const server = await httpRecorder(reply);
  closing.push(server.close);
  return server;
}

const add = (db: Database, given: Partial<AddTeacherRequest>) =>
  addTeacher(db, curator, access, AddTeacherRequest.parse({ name: randomUUID(), model: 'm', ...given }));

describe('extra headers of a teacher', () => {
  test('are sent with each request, and their values are never shown', async ({ db }) => {
    const server = await recorder();
    const headers = { 'X-Org': ` ${CANARY} `, 'x-team': 'research' };
    const { id } = await add(db, { baseUrl: server.origin, headers });
    const tested = await testTeacher(db, id, { access, signal: never });
    expect(tested.ok).toBe(true);
    expect(server.seen).toHaveLength(3);
    for (const request of server.seen) expect(request.headers).toMatchObject({ 'x-org': CANARY, 'x-team': 'research' });
    expect(await getTeacher(db, id)).toMatchObject({ headerNames: ['X-Org', 'x-team'] });
    const everything = JSON.stringify([
      await listTeachers(db),
      tested,
      await db.teacher.findMany(),
      await db.auditEvent.findMany({ select: { detail: true } }),
    ]);
    expect(everything).not.toContain('canary');
  });

  test('may take the place of the header with the key', async ({ db }) => {
    const server = await recorder();
    const { id } = await add(db, {
      baseUrl: server.origin,
      apiKey: 'sk-ordinary',
      headers: { Authorization: `Basic ${CANARY}` },
    });
    await testTeacher(db, id, { access, signal: never });
    expect(server.seen.map(({ headers }) => headers.authorization)).toEqual(Array(3).fill(`Basic ${CANARY}`));
  });

  test('are hidden where a server repeats them, in a refusal and in an answer', async ({ db }) => {
    const refusing = await recorder(({ headers }) => ({
      status: 400,
      body: { error: { message: `Unknown tenant ${String(headers['x-org'])} of ${String(headers['authorization'])}` } },
    }));
    const headers = { 'X-Org': CANARY, Authorization: 'Bearer canary-token-99' };
    const refused = await add(db, { baseUrl: refusing.origin, headers });
    const failed = await testTeacher(db, refused.id, { access, signal: never });
    expect(failed).toMatchObject({ ok: false, message: expect.stringContaining('Unknown tenant [key]') });
    expect(JSON.stringify(failed)).not.toContain('canary');

    const repeating = await recorder((request) =>
      request.method === 'GET'
        ? answers(request)
        : { body: { model: 'm', choices: [{ message: { content: `${content}\n${CANARY} canary-token-99` } }] } },
    );
    const told = await add(db, { baseUrl: repeating.origin, headers });
    const { replies } = await testTeacher(db, told.id, { access, signal: never });
    expect(replies.length).toBeGreaterThan(0);
    expect(JSON.stringify(replies)).not.toContain('canary');
  });

  test('keep their stored values when a change says so, and leave with what it leaves out', async ({ db }) => {
    const server = await recorder();
    const { id } = await add(db, { baseUrl: server.origin, headers: { 'X-Org': CANARY, 'X-Old': 'gone' } });
    await updateTeacher(db, curator, access, id, { slots: 3 });
    expect((await getTeacher(db, id)).headerNames).toEqual(['X-Org', 'X-Old']);
    await updateTeacher(db, curator, access, id, { headers: { 'X-Org': null, 'X-New': 'new' } });
    const client = await clientOf(db, id, access);
    await client.models(never);
    await client.close();
    expect(server.seen.at(-1)?.headers).toMatchObject({ 'x-org': CANARY, 'x-new': 'new' });
    expect(server.seen.at(-1)?.headers).not.toHaveProperty('x-old');
    await expect(updateTeacher(db, curator, access, id, { headers: { 'X-Unknown': null } })).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringContaining('X-Unknown'),
    });
  });

  test('cannot be stolen by changing the server: they are entered again or go', async ({ db }) => {
    const [mine, other] = [await recorder(), await recorder()];
    const { id } = await add(db, { baseUrl: mine.origin, headers: { 'X-Org': CANARY } });
    const moved = { baseUrl: other.origin };
    await expect(
      updateTeacher(db, curator, access, id, { ...moved, headers: { 'X-Org': null } }),
    ).rejects.toMatchObject({ code: 'invalid', message: expect.stringMatching(/Enter the value of X-Org again/) });
    expect(await updateTeacher(db, curator, access, id, moved)).toMatchObject({ headerNames: [] });
    const client = await clientOf(db, id, access);
    await client.models(never);
    await client.close();
    expect(JSON.stringify(other.seen)).not.toContain('canary');
  });

  test('cannot be read in another teacher’s row, and are destroyed with their teacher', async ({ db }) => {
    const { id } = await add(db, { baseUrl: 'http://127.0.0.1:9', headers: { 'X-Org': CANARY } });
    const other = await add(db, { baseUrl: 'http://127.0.0.1:9' });
    const { headersSealed } = await db.teacher.findUniqueOrThrow({ where: { id } });
    await db.teacher.update({ where: { id: other.id }, data: { headersSealed, headerNames: ['X-Org'] } });
    await expect(clientOf(db, other.id, access)).rejects.toMatchObject({ code: 'unavailable' });
    await removeTeacher(db, curator, id);
    expect(await db.teacher.findUniqueOrThrow({ where: { id } })).toMatchObject({
      headersSealed: null,
      headerNames: [],
    });
  });

  test('are tested before they are saved, and the test is valid for these headers only', async ({ db }) => {
    const server = await recorder();
    const wanted = { baseUrl: server.origin, model: 'm', headers: { 'X-Org': CANARY } };
    const { receipt } = await tryTeacher(curator, wanted, { access, signal: never });
    expect(server.seen.every(({ headers }) => headers['x-org'] === CANARY)).toBe(true);
    const testReceipt = receipt ?? '';
    expect(await add(db, { ...wanted, testReceipt })).toMatchObject({ lastTest: { ok: true } });
    expect(await add(db, { ...wanted, headers: { 'X-Org': 'other' }, testReceipt })).toMatchObject({ lastTest: null });
  });

  test.for<[string, Record<string, string>, RegExp]>([
    ['Host', { host: 'x' }, /sets the header host itself/],
    ['Content-Length', { 'Content-Length': '1' }, /sets the header Content-Length itself/],
    ['a line break', { 'X-A': 'a\r\nX-B: b' }, /The value of X-A has a line break/],
    ['a name with a space', { 'X A': 'a' }, /“X A” is not the name of a header/],
    ['an empty name', { '': 'a' }, /is not the name of a header/],
    ['an empty value', { 'X-A': ' ' }, /The header X-A has no value/],
    ['a name twice', { 'X-A': 'a', 'x-a': 'b' }, /x-a is there twice/],
    ['a huge value', { 'X-A': 'a'.repeat(4_001) }, /more than 4,000 characters/],
    ['a huge name', { ['x'.repeat(101)]: 'a' }, /at most 100 characters/],
    ['too many', Object.fromEntries(Array.from({ length: 21 }, (_, i) => [`X-${i}`, 'a'])), /At most 20/],
  ])('with %s are refused with a sentence that never quotes a value', ([, headers, words]) => {
    for (const schema of [AddTeacherRequest, UpdateTeacherRequest]) {
      const given = { name: 'n', baseUrl: 'http://127.0.0.1:9', model: 'm', headers };
      expect(() => parseOrRefuse<unknown>(schema, given)).toThrow(
        expect.objectContaining({ code: 'invalid', message: expect.stringMatching(words) }),
      );
    }
  });
});
