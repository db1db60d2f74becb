import { describe, expect, it } from 'vitest';
import { Breaker } from '@/taxonomy/generation/teacher/breaker';
import { stateByAddress, type ServerReport } from '@/taxonomy/generation/teacher/server-states';

const now = Date.parse('2026-11-27T10:00:00Z');
const open = (changes: Partial<NonNullable<ServerReport['open']>> = {}): ServerReport['open'] => ({
  since: now - 10_000,
  nextTryAt: now + 4_000,
  reason: 'It failed (500).',
  isTrying: false,
  ...changes,
});
const stateOf = (...reports: ServerReport['open'][]) =>
  stateByAddress(
    't',
    reports.map((each) => ({ address: 'a', open: each })),
    now,
  )[0];

describe('the state of a server', () => {
  it('is closed while every worker uses it', () => {
    expect(stateOf(null, null)).toEqual({
      teacherId: 't',
      address: 'a',
      state: 'closed',
      since: null,
      nextTryAt: null,
      reason: null,
      workers: 2,
      ofWorkers: 2,
    });
  });

  it('is open when a worker gives it no calls: since when, until when, why, and by how many', () => {
    expect(stateOf(null, open(), open({ since: now - 20_000, nextTryAt: now + 1_000 }))).toEqual({
      teacherId: 't',
      address: 'a',
      state: 'open',
      since: '2026-11-27T09:59:40.000Z',
      nextTryAt: '2026-11-27T10:00:04.000Z',
      reason: 'It failed (500).',
      workers: 2,
      ofWorkers: 3,
    });
  });

  it.each([
    ['one call is trying', open({ isTrying: true })],
    ['its time to be tried has come', open({ nextTryAt: now })],
  ])('is half open when %s', (_, report) => expect(stateOf(report)).toMatchObject({ state: 'half_open' }));

  it('is told apart by address', () => {
    const states = stateByAddress(
      't',
      [
        { address: 'a', open: null },
        { address: 'b', open: open() },
      ],
      now,
    );
    expect(states.map(({ address, state }) => [address, state])).toEqual([
      ['a', 'closed'],
      ['b', 'open'],
    ]);
  });
});

describe('a breaker', () => {
  it('is half open only while one call tries the server again', () => {
    const breaker = new Breaker(1_000);
    for (let i = 0; i < 10; i += 1) breaker.fail(now, 'Down.');
    expect([breaker.state?.reason, breaker.isHalfOpen]).toEqual(['Down.', false]);
    breaker.begin();
    expect(breaker.isHalfOpen).toBe(true);
    breaker.succeed(now + 2_000);
    expect([breaker.state, breaker.isHalfOpen]).toEqual([null, false]);
  });
});
