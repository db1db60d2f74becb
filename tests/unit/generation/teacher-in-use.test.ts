import { setMaxListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { TeacherInUse } from '@/taxonomy/generation/engine/teacher-in-use';
import { TeacherError, type CompleteOptions, type Completion } from '@/taxonomy/generation/teacher/teacher';

const never = new AbortController().signal;
setMaxListeners(0, never);

const answer: Completion = {
  text: 'ok',
  thought: '',
  finishReason: 'stop',
  promptTokens: 1,
  cachedTokens: 0,
  completionTokens: 1,
  latencyMs: 1,
  model: 'm',
};
const requestNow = () => ({ messages: [], temperature: 0, maxTokens: 100 });

type Reply = () => Promise<Completion>;

/** A teacher with one server for each of these. */
function teacherOf(...replies: Reply[]) {
  const asked = replies.map(() => 0);
  const limits: (number | null | undefined)[] = [];
  const [client, ...others] = replies.map((reply, i) => ({
    complete: (_: unknown, __: AbortSignal, options?: CompleteOptions) => {
      asked[i] = (asked[i] ?? 0) + 1;
      limits.push(options?.timeoutMs);
      return reply();
    },
    close: async () => {},
  }));
  if (!client) throw new Error('A teacher needs a server.');
  const opened = { client, others, slots: 2, model: 'm' };
  const teacher = new TeacherInUse(
    opened,
    1,
    async () => opened,
    () => {},
  );
  const ask = async (request = requestNow()) => {
    const release = await teacher.slots.acquire({ run: 'run', depth: 0, item: 0 }, never);
    return teacher.complete(request, never).finally(release);
  };
  return { teacher, asked, limits, ask };
}

const answers: Reply = async () => answer;
const fails =
  (kind: TeacherError['kind']): Reply =>
  async () => {
    throw new TeacherError(kind, 'host-a is down.');
  };

describe('a teacher with several servers', () => {
  it('has the slots of all of them, and gives each its share', async () => {
    const wait: Reply = () => new Promise(() => {});
    const { teacher, asked, ask } = teacherOf(wait, wait);
    for (let i = 0; i < 5; i += 1) void ask();
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect({ asked, waiting: teacher.slots.waiting }).toEqual({ asked: [2, 2], waiting: 1 });
  });

  it('sends a failed request to another server', async () => {
    const { asked, ask } = teacherOf(fails('overloaded'), answers);
    const request = requestNow();
    await expect(ask(request)).rejects.toThrow('host-a is down.');
    expect(await ask(request)).toMatchObject({ text: 'ok' });
    expect(asked).toEqual([1, 1]);
  });

  it('leaves a broken server alone, says so, and goes on with the others', async () => {
    const { teacher, asked, ask } = teacherOf(fails('unreachable'), answers);
    for (let i = 0; i < 60; i += 1) await ask().catch(() => undefined);
    expect(asked[0]).toBe(10);
    expect(asked[1]).toBe(50);
    expect(teacher.warning()).toMatch(
      /^host-a is down\. It has been given no calls since [\d:]+ UTC and is tried again at [\d:]+ UTC\.$/,
    );
  });

  it('goes on when one of them refuses the key; a single one ends the run', async () => {
    await expect(teacherOf(fails('auth'), answers).ask()).rejects.toMatchObject({ kind: 'unreachable' });
    await expect(teacherOf(fails('auth')).ask()).rejects.toMatchObject({ kind: 'auth' });
  });
});

describe('a call that takes too long', () => {
  it('is limited by what calls took so far, and gets more time when it is sent again', async () => {
    let isHung = false;
    const { limits, ask } = teacherOf(async () => {
      if (isHung) throw new TeacherError('timeout', 'too long');
      return answer;
    });
    for (let i = 0; i < 12; i += 1) await ask();
    isHung = true;
    const request = requestNow();
    for (let i = 0; i < 3; i += 1) await expect(ask(request)).rejects.toThrow('too long');
    expect(limits.slice(10)).toEqual([null, null, 5_000, 15_000, null]);
  });
});
