import { describe, expect } from 'vitest';
import { getTeacher, updateTeacher } from '@/taxonomy/generation/teacher/teachers';
import { testTeacher } from '@/taxonomy/generation/teacher-test/test-teacher';
import { test } from '../../support/database';
import {
  actor,
  brokenRules,
  makeFreeformLeaf,
  makeTeacher,
  requestOf,
  runToEnd,
} from '../../support/generation-factories';
import { completionOf, quirkyServer, type Quirk } from '../../support/quirky-server';
import { testAccess } from '../../support/teacher-access';

const refuse = (message: unknown, status = 400) => ({ status, body: { error: { message } } });
const draft = 'A first idea:\n[QUESTION]\nrough draft\n[END]\n[ANSWER]\nrough draft\n[END]\nSCORE: 0\nNow properly.';
const events = (...data: object[]) =>
  data.map((each) => `data: ${JSON.stringify(each)}\n\n`).join('') + 'data: [DONE]\n\n';

/** Servers that differ from the protocol, and the adaptation shown afterwards. */
const quirks: [string, Quirk, RegExp | null][] = [
  ['thinks in the text', ({ good }) => `<think>\n${draft}\n</think>\n\n${good}`, /Thinks first/],
  ['thinks after the template has opened it', ({ good }) => `${draft}\n</think>\n\n${good}`, /Thinks first/],
  [
    'thinks in channels',
    ({ good }) =>
      `<|channel|>analysis<|message|>${draft}<|end|><|start|>assistant<|channel|>final<|message|>${good}<|return|>`,
    /Thinks first/,
  ],
  [
    'thinks in a field of its own',
    ({ good }) => ({ status: 200, body: completionOf(good, {}, { reasoning: draft }) }),
    /Thinks first/,
  ],
  [
    'thinks longer than the answer may be',
    ({ good, limit }) =>
      limit > 5_000
        ? { status: 200, body: completionOf(good, {}, { reasoning_content: 'Long.' }) }
        : {
            status: 200,
            body: { choices: [{ message: { content: null, reasoning_content: 'Long.' }, finish_reason: 'length' }] },
          },
    /Thinks first/,
  ],
  ['leaves the end of its turn', ({ good }) => `${good}<|im_end|>\n<|im_start|>user\nMore!`, null],
  [
    'knows max_completion_tokens only',
    ({ good, ...body }) =>
      'max_tokens' in body ? refuse("Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead.") : good,
    /max_completion_tokens/,
  ],
  [
    'has one temperature only',
    ({ good, ...body }) =>
      'temperature' in body
        ? refuse("'temperature' does not support 0 with this model. Only the default (1) value is supported.")
        : good,
    /Not sent: temperature/,
  ],
  [
    'lists what it does not take',
    ({ good, ...body }) =>
      'stream' in body
        ? { status: 422, body: { detail: [{ loc: ['body', 'stream'], msg: 'Extra inputs are not permitted' }] } }
        : good,
    /Not sent: stream/,
  ],
  [
    'has no system role',
    ({ good, messages }) => (messages[0]?.role === 'system' ? refuse('System role not supported', 500) : good),
    /No system role/,
  ],
  [
    'streams only',
    ({ good, stream }) =>
      stream
        ? {
            status: 200,
            headers: { 'content-type': 'text/event-stream' },
            body: events(
              { model: 'stub', choices: [{ delta: { content: good } }] },
              { choices: [{ delta: {}, finish_reason: 'stop' }] },
            ),
          }
        : refuse('This model only support stream mode, please enable the stream parameter.'),
    /streamed/,
  ],
  [
    'has a short context',
    ({ good, limit }) =>
      limit + 600 > 2_048
        ? refuse(
            `This model's maximum context length is 2048 tokens. However, you requested ${limit + 600} tokens (600 in the messages, ${limit} in the completion).`,
          )
        : good,
    /Context of 2,048/,
  ],
  [
    'says only that it is too much',
    ({ good, limit }) => (limit > 1_000 ? refuse('Prompt and answer exceed the context window.') : good),
    null,
  ],
];

describe('a server that', { timeout: 600_000 }, () => {
  test.for(quirks)('%s still writes samples, and none from its drafts', async ([, quirk, words], { db }) => {
    const server = await quirkyServer(quirk);
    const teacherId = await makeTeacher(db, server.url, { model: 'stub', slots: 4 });
    const tested = await testTeacher(db, teacherId, { access: testAccess, signal: AbortSignal.timeout(30_000) });
    expect(tested).toMatchObject({ ok: true, answeredBy: 'stub' });

    const run = await runToEnd(db, requestOf(teacherId, [await makeFreeformLeaf(db)], { target: 5 }));
    expect(run).toMatchObject({ state: 'completed', samplesKept: 5 });
    const samples = await db.sample.findMany({ where: { runId: run.id } });
    expect(samples.map(({ question, answer }) => question + answer).join()).not.toMatch(
      /rough draft|im_end|Now properly/,
    );
    expect(await brokenRules(db, run.id)).toEqual([]);

    const { adapted } = await getTeacher(db, teacherId);
    if (words) expect(adapted.join(' ')).toMatch(words);
    // Another model counts as another server: nothing is known about it.
    const { id } = await getTeacher(db, teacherId);
    const changed = await updateTeacher(db, actor, testAccess, id, { model: 'another' });
    expect(changed).toMatchObject({ adapted: [], lastTest: null });
    await server.close();
  });
});

describe('the server’s behaviour is reported', { timeout: 600_000 }, () => {
  test('when its whole answer is thinking', async ({ db }) => {
    const server = await quirkyServer(({ good }) => ({
      status: 200,
      body: completionOf('', {}, { content: null, reasoning_content: good }),
    }));
    const teacherId = await makeTeacher(db, server.url, { model: 'stub' });
    const tested = await testTeacher(db, teacherId, { access: testAccess, signal: AbortSignal.timeout(30_000) });
    expect(tested).toMatchObject({ ok: false, message: expect.stringContaining('reasoning parser') });
    const run = await runToEnd(db, requestOf(teacherId, [await makeFreeformLeaf(db)]));
    expect(run).toMatchObject({ state: 'failed', error: expect.stringContaining('reasoning parser') });
    await server.close();
  });

  test('when its error message is nested in objects', async ({ db }) => {
    const server = await quirkyServer(() => ({
      status: 422,
      body: {
        object: 'error',
        message: { detail: [{ loc: ['body', 'tools'], msg: 'Extra inputs are not permitted' }] },
      },
    }));
    const teacherId = await makeTeacher(db, server.url, { model: 'stub' });
    const tested = await testTeacher(db, teacherId, { access: testAccess, signal: AbortSignal.timeout(30_000) });
    expect(tested.message).toContain('body.tools: Extra inputs are not permitted');
    await server.close();
  });

  test('when another model answers, also on its samples', async ({ db }) => {
    const server = await quirkyServer(({ good }) => ({
      status: 200,
      body: completionOf(good, { model: 'tiny-0.5b-q2' }),
    }));
    const teacherId = await makeTeacher(db, server.url, { model: 'large' });
    const tested = await testTeacher(db, teacherId, { access: testAccess, signal: AbortSignal.timeout(30_000) });
    expect(tested).toMatchObject({
      ok: true,
      answeredBy: 'tiny-0.5b-q2',
      message: expect.stringContaining('Another model answered: tiny-0.5b-q2'),
    });
    const run = await runToEnd(db, requestOf(teacherId, [await makeFreeformLeaf(db)], { target: 5 }));
    const [sample] = await db.sample.findMany({ where: { runId: run.id } });
    expect(JSON.stringify(sample?.provenance)).toContain('"model":"tiny-0.5b-q2"');
    await server.close();
  });

  test('when an answer says “stop” but is cut off', async ({ db }) => {
    const server = await quirkyServer(({ task, good, limit }) => ({
      status: 200,
      body:
        task === 'write-answer'
          ? completionOf('[ANSWER]\nFirst the quay was', { usage: { completion_tokens: limit } })
          : completionOf(good),
    }));
    const teacherId = await makeTeacher(db, server.url, { model: 'stub' });
    const run = await runToEnd(db, requestOf(teacherId, [await makeFreeformLeaf(db)], { target: 5 }));
    expect(run.samplesKept).toBe(0);
    expect(run.funnel.flatMap(({ reasons }) => reasons)).toEqual([{ reason: 'truncated', count: 5 }]);
    await server.close();
  });
});
