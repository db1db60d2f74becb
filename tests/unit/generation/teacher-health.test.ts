import { setMaxListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { TeacherError } from '@/taxonomy/generation/teacher/teacher';
import { TeacherHealth } from '@/taxonomy/generation/engine/teacher-health';

const never = new AbortController().signal;
setMaxListeners(0, never);

describe('the health of a teacher', () => {
  const limits = { neverReachedMs: 100, neverAnsweredMs: 300, loadingMs: 5_000, silentMs: 1_000 };
  const away = new TeacherError('unreachable', 'Nobody is there.');

  it('stops a run at once when its key is wrong', () => {
    expect(new TeacherHealth(true, limits).record(new TeacherError('auth', 'Wrong key.'))).toBe('Wrong key.');
  });

  it('waits for an unreachable teacher, longer if it has answered before', () => {
    const fresh = new TeacherHealth(false, limits);
    expect(fresh.record(away, 0)).toBeNull();
    expect(fresh.record(away, 101)).toMatch(/Nobody is there.*Resume/);
    const known = new TeacherHealth(true, limits);
    known.record(away, 0);
    expect(known.record(away, 101)).toBeNull();
    expect(known.record(away, 1_001)).not.toBeNull();
  });

  it('waits longer for one that is reachable but fails, and longest for one that loads its model', () => {
    const failing = new TeacherHealth(false, limits);
    const broken = new TeacherError('overloaded', 'Failed.');
    expect([0, 200, 301].map((now) => failing.record(broken, now) !== null)).toEqual([false, false, true]);
    const loading = new TeacherHealth(false, limits);
    const loads = new TeacherError('loading', 'Loading model.');
    expect([0, 4_000, 5_001].map((now) => loading.record(loads, now) !== null)).toEqual([false, false, true]);
  });

  it('counts the time that the first call took', () => {
    expect(new TeacherHealth(false, limits).record(away, 150, 150)).toMatch(/Nobody is there/);
  });

  it('reports a long requested wait at once', () => {
    const health = new TeacherHealth(true, limits);
    health.record(new TeacherError('rate_limit', 'It asks to wait.', { retryAfterMs: 60_000 }), 0);
    expect(health.warning(1)).toMatch(/asks to wait/);
  });

  it('is reset by the next answer', () => {
    const health = new TeacherHealth(true, limits);
    health.record(away, 0);
    health.record('answered', 900);
    expect(health.record(away, 1_500)).toBeNull();
    expect(health.warning(1_600)).toBeNull();
  });

  it('never stops a run because the teacher asks for fewer calls', () => {
    const health = new TeacherHealth(false, limits);
    for (let i = 0; i < 1_000; i += 1)
      expect(health.record(new TeacherError('rate_limit', 'wait'), i * 100)).toBeNull();
  });

  it('shows a warning after a few seconds', () => {
    const health = new TeacherHealth(true, { ...limits, silentMs: 60_000 });
    health.record(away, 0);
    expect(health.warning(1_000)).toBeNull();
    expect(health.warning(6_000)).toMatch(/Nobody is there.*by itself/);
  });

  it('stops a run whose teacher has refused everything', () => {
    const health = new TeacherHealth(false, limits);
    const refused = new TeacherError('refused_request', 'No such model.');
    expect([1, 2, 3].map(() => health.record(refused))).toEqual([null, null, 'No such model.']);
  });
});
