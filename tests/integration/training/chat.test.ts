import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect } from 'vitest';
import type { Database } from '@/prisma/client';
import type { ChatRecord } from '@/taxonomy/training/contract-chat';
import { makeApproved, makeVersion } from '../../support/datasets-factories';
import { makePracticeTeacher, makeTeacher } from '../../support/generation-factories';
import { http, rawServer } from '../../support/raw-server';
import { test, type Route } from '../../support/routes';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function serverOf(reply: (socket: Socket, request: string) => void) {
  const server = await rawServer(reply);
  closing.push(() => server.close());
  return server;
}

type Caller = { routes: readonly Route[]; cookie: string | undefined };

function call({ routes, cookie }: Caller, name: string, body?: object, signal?: AbortSignal): Promise<Response> {
  const route = routes.find(
    (each) => each.name === `${name.split(' ')[0]} /api/v1/training/chat/${name.split(' ')[1]}`,
  );
  if (!route) throw new Error(`There is no route ${name}.`);
  const headers = { 'content-type': 'application/json', ...(cookie && { cookie }) };
  const init = {
    method: route.method,
    headers,
    ...(body && { body: JSON.stringify(body) }),
    ...(signal && { signal }),
  };
  return route.handler(new Request(route.url, init), { params: Promise.resolve({}) });
}

const recordsIn = (text: string): ChatRecord[] =>
  text
    .split('\n\n')
    .filter((event) => event !== '')
    .map((event) => JSON.parse(event.replace(/^data: /, '')));

const asked = (teacherId: string, versionId: string | null = null) => ({
  teacherId,
  versionId,
  messages: [{ role: 'user', content: 'Which bird sings?' }],
});

const askFor = async (caller: Caller, teacherId: string, versionId?: string) =>
  recordsIn(await (await call(caller, 'POST answers', asked(teacherId, versionId))).text());

const streamHead = 'HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n';
const piece = (content: string) => `data: ${JSON.stringify({ model: 'm', choices: [{ delta: { content } }] })}\n\n`;
const end =
  'data: {"choices":[{"delta":{},"finish_reason":"stop"}],"usage":{"completion_tokens":7}}\n\ndata: [DONE]\n\n';

const teacherAt = (db: Database, url: string) => makeTeacher(db, url, { model: 'm', ownPrice: null });

test('an answer comes under the version’s system prompt, in pieces as the server sends them', async ({
  db,
  routes,
  people,
}) => {
  const caller = { routes, cookie: people.curator };
  const { taxonomyId } = await makeApproved(db, { short: 1, long: 0, skills: 0 });
  const version = await makeVersion(db, taxonomyId, { systemPrompt: 'You know birds.' });
  let seen = '';
  let go = () => {};
  const server = await serverOf((socket, request) => {
    seen = request;
    socket.write(streamHead + piece('<b>A wren'));
    go = () => socket.end(piece(' sings.</b>') + end);
  });
  const response = await call(caller, 'POST answers', asked(await teacherAt(db, server.url), version.id));
  expect(response.headers.get('content-type')).toBe('text/event-stream');
  const reader = response.body!.getReader();
  const first = recordsIn(new TextDecoder().decode((await reader.read()).value));
  // The server has not sent the rest yet.
  expect(first).toEqual([{ type: 'text', at: 0, text: '<b>A wren' }]);
  go();
  let rest = '';
  for (let next = await reader.read(); !next.done; next = await reader.read())
    rest += new TextDecoder().decode(next.value);
  expect(recordsIn(rest).at(-1)).toMatchObject({ type: 'end', text: '<b>A wren sings.</b>', model: 'm', tokens: 7 });
  const sent = JSON.parse(seen.slice(seen.indexOf('\r\n\r\n')));
  expect(sent.messages).toEqual([
    { role: 'system', content: 'You know birds.' },
    { role: 'user', content: 'Which bird sings?' },
  ]);
  expect(sent.stream).toBe(true);
});

test('the practice teacher answers; a server that refuses to stream answers in one piece', async ({
  db,
  routes,
  people,
}) => {
  const caller = { routes, cookie: people.curator };
  const practice = await makePracticeTeacher();
  closing.push(() => practice.close());
  const records = await askFor(caller, await makeTeacher(db, practice.url));
  expect(records.at(-1)).toMatchObject({ type: 'end', isCut: false });
  for (const refusal of ['stream is not supported', 'Bad request']) {
    const server = await serverOf((socket, request) => {
      const whole = { model: 'm', choices: [{ message: { content: 'A wren.' }, finish_reason: 'stop' }] };
      const isStream = /"stream":true/.test(request);
      const answer = isStream ? { error: { message: refusal } } : whole;
      socket.end(http(isStream ? '400 Bad Request' : '200 OK', JSON.stringify(answer), { connection: 'close' }));
    });
    const [only, ...more] = await askFor(caller, await teacherAt(db, server.url));
    expect([only, more]).toMatchObject([{ type: 'end', text: 'A wren.' }, []]);
  }
});

test('a broken stream, a refusal and a slow server are said in an error record', async ({ db, routes, people }) => {
  const caller = { routes, cookie: people.curator };
  const broken = await serverOf((socket) => socket.end(streamHead + piece('A wr')));
  expect((await askFor(caller, await teacherAt(db, broken.url))).at(-1)).toMatchObject({
    type: 'error',
    message: expect.stringContaining('stopped in the middle of its answer'),
  });
  const refusing = await serverOf((socket) =>
    socket.end(http('401 Unauthorized', '{"error":{"message":"No such key"}}', { connection: 'close' })),
  );
  expect(await askFor(caller, await teacherAt(db, refusing.url))).toMatchObject([
    { type: 'error', message: expect.stringContaining('No such key') },
  ]);
  const slow = await serverOf(() => {});
  const slowId = await makeTeacher(db, slow.url, { model: 'm', timeoutSeconds: 1 });
  expect(await askFor(caller, slowId)).toMatchObject([
    { type: 'error', message: expect.stringContaining('did not answer within 1 s') },
  ]);
  expect(await askFor(caller, randomUUID())).toMatchObject([
    { type: 'error', message: expect.stringContaining('There is no teacher') },
  ]);
});

test('when the reader leaves, the call to the server ends', async ({ db, routes, people }) => {
  const server = await serverOf((socket) => void socket.write(streamHead + piece('A wren')));
  const teacherId = await teacherAt(db, server.url);
  const response = await call({ routes, cookie: people.curator }, 'POST answers', asked(teacherId));
  const reader = response.body!.getReader();
  await reader.read();
  expect(server.openSockets()).toBe(1);
  await reader.cancel();
  for (let tries = 0; server.openSockets() > 0 && tries < 100; tries += 1) await sleep(20);
  expect(server.openSockets()).toBe(0);
});

test('a vote is kept once for its request key, listed, counted by pair, and audited', async ({
  db,
  routes,
  people,
}) => {
  const caller = { routes, cookie: people.curator };
  const [base, tuned] = [await teacherAt(db, 'http://127.0.0.1:9'), await teacherAt(db, 'http://127.0.0.1:9')];
  const hostile = '<img src=x onerror=alert(1)>\u202e';
  const vote = (left: string, right: string, choice: string) => ({
    requestKey: randomUUID(),
    versionId: null,
    leftTeacherId: left,
    rightTeacherId: right,
    turns: [{ question: hostile, left: hostile, right: 'A wren.' }],
    choice,
    isBlind: true,
  });
  const given = vote(base, tuned, 'right');
  const first = await (await call(caller, 'POST votes', given)).json();
  expect(await (await call(caller, 'POST votes', given)).json()).toEqual(first);
  const others = await call({ routes, cookie: people.owner }, 'POST votes', given);
  expect(others.status).toBe(409);
  expect((await call(caller, 'POST votes', vote(tuned, base, 'left'))).status).toBe(200);
  expect((await call(caller, 'POST votes', vote(tuned, base, 'right'))).status).toBe(200);
  expect((await call(caller, 'POST votes', vote(base, tuned, 'both'))).status).toBe(200);
  expect((await call(caller, 'POST votes', vote(base, base, 'both'))).status).toBe(400);
  expect((await call({ routes, cookie: people.reviewer }, 'POST votes', given)).status).toBe(403);
  expect((await call({ routes, cookie: people.reviewer }, 'POST answers', asked(base))).status).toBe(403);

  const kept = await db.chatVote.findUniqueOrThrow({ where: { id: first.id } });
  expect(kept.turns).toEqual(given.turns);
  const names = Object.fromEntries((await db.teacher.findMany()).map(({ id, name }) => [id, name]));
  const { items } = await (await call({ routes, cookie: people.viewer }, 'GET pairs')).json();
  const mine = items.filter(({ first: each }: { first: { teacher: string } }) =>
    [names[base], names[tuned]].includes(each.teacher),
  );
  // Whichever of the two is first, the tuned one won twice and lost once.
  expect(mine).toHaveLength(1);
  const [pair] = mine;
  const isTunedFirst = pair.first.teacher === names[tuned];
  expect(pair).toMatchObject({ both: 1, neither: 0, wins: isTunedFirst ? 2 : 1, losses: isTunedFirst ? 1 : 2 });
  const listed = await (await call({ routes, cookie: people.viewer }, 'GET votes')).json();
  const own = listed.items.filter(({ left }: { left: { teacher: string } }) =>
    [names[base], names[tuned]].includes(left.teacher),
  );
  expect(own).toHaveLength(4);
  expect(own.at(-1)).toMatchObject({ question: hostile, choice: 'right', isBlind: true, turns: 1 });
  expect(await db.auditEvent.count({ where: { action: 'chat.vote', subjectId: first.id } })).toBe(1);
});
