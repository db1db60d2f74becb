import { afterEach, describe, expect, it, vi } from 'vitest';
import { parseFaults, type Fault } from '@/taxonomy/generation/practice/faults';
import {
  startPracticeTeacher,
  type PracticeOptions,
  type PracticeTeacher,
} from '@/taxonomy/generation/practice/server';
import { ownAddress } from '@/taxonomy/generation/teacher/access';
import { openAiCompatible } from '@/taxonomy/generation/teacher/openai-compatible';
import { TeacherError } from '@/taxonomy/generation/teacher/teacher';
import { practiceModel } from '@/taxonomy/generation/vocabulary';

const never = new AbortController().signal;
const ask = (content: string) => ({ messages: [{ role: 'user' as const, content }], temperature: 0, maxTokens: 100 });

let closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.toReversed()) await close();
  closing = [];
});

async function practice(options: Partial<PracticeOptions> = {}): Promise<PracticeTeacher> {
  const teacher = await startPracticeTeacher({
    port: 0,
    latencyMs: 0,
    sigma: 0,
    slots: 8,
    faults: [],
    seed: '0',
    ...options,
  });
  closing.push(() => teacher.close());
  return teacher;
}

function client({ url }: PracticeTeacher, options: { slots?: number; timeoutMs?: number } = {}) {
  const teacher = openAiCompatible({
    baseUrl: url,
    model: practiceModel,
    rules: ownAddress,
    slots: 8,
    timeoutMs: 2_000,
    ...options,
  });
  closing.push(() => teacher.close());
  return teacher;
}

const post = (url: string, body: object) =>
  fetch(`${url}/chat/completions`, { method: 'POST', body: JSON.stringify(body) });
const hello = { messages: [{ role: 'user', content: 'Hello' }] };

describe('the practice teacher', () => {
  it('offers one model, and answers under no other name', async () => {
    const teacher = await practice();
    expect(await client(teacher).models(never)).toMatchObject([{ id: practiceModel }]);
    expect((await post(teacher.url, { ...hello, model: 'gpt-oss' })).status).toBe(404);
  });

  it('returns n different choices, with usage', async () => {
    const { url } = await practice();
    const answer = await (await post(url, { ...hello, n: 5 })).json();
    expect(answer.choices.map(({ index }: { index: number }) => index)).toEqual([0, 1, 2, 3, 4]);
    expect(
      new Set(answer.choices.map(({ message }: { message: { content: string } }) => message.content)).size,
    ).toBeGreaterThan(1);
    expect(answer.usage.total_tokens).toBe(answer.usage.prompt_tokens + answer.usage.completion_tokens);
  });

  it('streams exactly the text that it returns without streaming', async () => {
    const { url } = await practice();
    const whole = await (await post(url, hello)).json();
    const streamed = await (
      await post(url, { ...hello, stream: true, stream_options: { include_usage: true } })
    ).text();
    const events = streamed
      .split('\n\n')
      .filter(Boolean)
      .map((event) => event.replace('data: ', ''));
    expect(events.pop()).toBe('[DONE]');
    const chunks = events.map((event) => JSON.parse(event));
    expect(chunks.pop().usage).toEqual(whole.usage);
    expect(chunks.map(({ choices }) => choices[0].delta.content ?? '').join('')).toBe(whole.choices[0].message.content);
    expect(chunks.at(-1).choices[0].finish_reason).toBe('stop');
  });

  it('stops at max_tokens and says so', async () => {
    const completion = await client(await practice()).complete({ ...ask('Hello'), maxTokens: 3 }, never);
    expect(completion).toMatchObject({
      finishReason: 'length',
      completionTokens: 3,
      text: expect.stringMatching(/^.{12}$/),
    });
  });

  it('refuses calls beyond its slots with Retry-After, and never exceeds them', async () => {
    const teacher = await practice({ slots: 3, latencyMs: 60_000 });
    const given = new AbortController();
    const one = client(teacher, { timeoutMs: 120_000 });
    const held = Promise.allSettled([1, 2, 3].map((n) => one.complete(ask(`call ${n}`), given.signal)));
    await vi.waitUntil(() => teacher.stats().inFlight === 3, { timeout: 30_000 });
    for (const n of [4, 5, 6, 7, 8]) {
      await expect(one.complete(ask(`call ${n}`), never)).rejects.toMatchObject({
        kind: 'rate_limit',
        options: { retryAfterMs: 1_000 },
      });
    }
    expect(teacher.stats()).toMatchObject({ calls: 3, maxInFlight: 3, inFlight: 3, turnedAway: 5 });
    given.abort();
    await held;
    await vi.waitUntil(() => teacher.stats().inFlight === 0, { timeout: 30_000 });
  });

  const outcomes: Record<Fault, string> = {
    '500': 'overloaded',
    '429': 'rate_limit',
    hang: 'timeout',
    reset: 'unreachable',
    truncated: 'bad_answer',
    'invalid-utf8': 'bad_answer',
    huge: 'bad_answer',
    html: 'bad_answer',
    'empty-choices': 'bad_answer',
    nul: 'text',
    surrogate: 'text',
    length: 'text, cut off',
  };
  it.each(Object.entries(outcomes))('produces %s: %s', async (fault, outcome) => {
    const teacher = await practice({ faults: parseFaults(`${fault}=1`) });
    const got = await client(teacher, { timeoutMs: fault === 'hang' ? 300 : 5_000 })
      .complete(ask('Hello'), never)
      .then(({ text, finishReason }) => {
        expect(text).not.toContain('\0');
        return finishReason === 'length' ? 'text, cut off' : 'text';
      })
      .catch((error: unknown) => (error instanceof TeacherError ? error.kind : error));
    expect(got).toBe(outcome);
    expect(teacher.stats().byFault).toEqual({ [fault]: 1 });
  });

  it('gives the same answer to a request that is sent again, after another time', async () => {
    const asking = client(await practice({ latencyMs: 30, sigma: 1.5 }));
    const times: number[] = [];
    const texts = new Set<string>();
    for (let i = 0; i < 6; i += 1) {
      const sentAt = performance.now();
      texts.add((await asking.complete(ask('a question'), never)).text);
      times.push(performance.now() - sentAt);
    }
    expect(texts.size).toBe(1);
    expect(Math.max(...times)).toBeGreaterThan(2 * Math.min(...times));
  });

  it('lets a retry succeed in the end, and then always gives the same answer', async () => {
    const teacher = await practice({ faults: parseFaults('500=0.5') });
    const asking = client(teacher);
    const insist = async (content: string): Promise<string> => {
      for (;;) {
        const answer = await asking.complete(ask(content), never).catch(() => null);
        if (answer) return answer.text;
      }
    };
    const first = await Promise.all(Array.from({ length: 20 }, (_, i) => insist(`question ${i}`)));
    const again = await Promise.all(Array.from({ length: 20 }, (_, i) => insist(`question ${i}`)));
    const healthy = client(await practice());
    const without = await Promise.all(
      Array.from({ length: 20 }, (_, i) => healthy.complete(ask(`question ${i}`), never)),
    );
    expect(again).toEqual(first);
    expect(without.map(({ text }) => text)).toEqual(first);
  });

  it('releases the slot of a caller who has disconnected', async () => {
    const teacher = await practice({ slots: 1, latencyMs: 10_000 });
    await expect(client(teacher, { timeoutMs: 50 }).complete(ask('a'), never)).rejects.toMatchObject({
      kind: 'timeout',
    });
    await expect.poll(() => teacher.stats().inFlight).toBe(0);
  });

  it('refuses what is not a chat request with a status, not a crash', async () => {
    const { url } = await practice();
    for (const body of [
      '',
      'x',
      'null',
      '[]',
      '{"messages":[]}',
      '{"messages":[{"role":"user","content":"x"}],"n":-1}',
    ]) {
      expect((await fetch(`${url}/chat/completions`, { method: 'POST', body })).status).toBe(400);
    }
    const large = fetch(`${url}/chat/completions`, { method: 'POST', body: 'x'.repeat(9_000_000) });
    // The response may arrive while the body is still being sent; some clients then only see a closed connection.
    expect(await large.then(({ status }) => status).catch(() => 413)).toBe(413);
    expect((await fetch(`${url}/nothing`)).status).toBe(404);
    expect((await post(url, hello)).status).toBe(200);
  });
});
