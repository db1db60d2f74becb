import { setMaxListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { TeacherError } from '@/taxonomy/generation/teacher/teacher';
import { Trouble } from '@/taxonomy/generation/engine/trouble';

const never = new AbortController().signal;
setMaxListeners(0, never);

describe('trouble', () => {
  const limits = { neverReachedMs: 100, neverAnsweredMs: 300, loadingMs: 5_000, silentMs: 1_000 };
  const away = new TeacherError('unreachable', 'Nobody is there.');

  it('stops a run at once when its key is wrong', () => {
    expect(new Trouble(true, limits).note(new TeacherError('auth', 'Wrong key.'))).toBe('Wrong key.');
  });

  it('waits for a teacher that is away, longer when it has answered before', () => {
    const fresh = new Trouble(false, limits);
    expect(fresh.note(away, 0)).toBeNull();
    expect(fresh.note(away, 101)).toMatch(/Nobody is there.*Resume/);
    const known = new Trouble(true, limits);
    known.note(away, 0);
    expect(known.note(away, 101)).toBeNull();
    expect(known.note(away, 1_001)).not.toBeNull();
  });

  it('waits longer for one that is there and fails, and longest for one that loads its model', () => {
    const failing = new Trouble(false, limits);
    const broken = new TeacherError('overloaded', 'Failed.');
    expect([0, 200, 301].map((now) => failing.note(broken, now) !== null)).toEqual([false, false, true]);
    const loading = new Trouble(false, limits);
    const loads = new TeacherError('loading', 'Loading model.');
    expect([0, 4_000, 5_001].map((now) => loading.note(loads, now) !== null)).toEqual([false, false, true]);
  });

  it('counts the time that the first call took', () => {
    expect(new Trouble(false, limits).note(away, 150, 150)).toMatch(/Nobody is there/);
  });

  it('says at once that a long wait was asked for', () => {
    const trouble = new Trouble(true, limits);
    trouble.note(new TeacherError('rate_limit', 'It asks to wait.', { retryAfterMs: 60_000 }), 0);
    expect(trouble.say(1)).toMatch(/asks to wait/);
  });

  it('forgets it all with the next answer', () => {
    const trouble = new Trouble(true, limits);
    trouble.note(away, 0);
    trouble.note('answered', 900);
    expect(trouble.note(away, 1_500)).toBeNull();
    expect(trouble.say(1_600)).toBeNull();
  });

  it('never stops a run because the teacher asks for fewer calls', () => {
    const trouble = new Trouble(false, limits);
    for (let i = 0; i < 1_000; i += 1) expect(trouble.note(new TeacherError('rate_limit', 'wait'), i * 100)).toBeNull();
  });

  it('says what is the matter after a few seconds', () => {
    const trouble = new Trouble(true, { ...limits, silentMs: 60_000 });
    trouble.note(away, 0);
    expect(trouble.say(1_000)).toBeNull();
    expect(trouble.say(6_000)).toMatch(/Nobody is there.*by itself/);
  });

  it('does not ask for ever of a teacher that has refused everything', () => {
    const trouble = new Trouble(false, limits);
    const refused = new TeacherError('refused_request', 'No such model.');
    expect([1, 2, 3].map(() => trouble.note(refused))).toEqual([null, null, 'No such model.']);
  });
});
