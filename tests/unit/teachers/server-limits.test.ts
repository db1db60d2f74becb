import { describe, expect, it } from 'vitest';
import { Breaker } from '@/taxonomy/generation/teacher/breaker';
import { ConcurrencyLimit } from '@/taxonomy/generation/teacher/concurrency-limit';
import { Pace } from '@/taxonomy/generation/teacher/pace';
import { resetMs, saidLimit } from '@/taxonomy/generation/teacher/rate-limit-headers';
import { randomOf } from '@/taxonomy/generation/practice/random';

describe('the number of parallel calls', () => {
  it('stays near 64 when 2 % of calls are refused, whatever is in flight', () => {
    const limit = new ConcurrencyLimit(64);
    const random = randomOf('noise');
    let sum = 0;
    for (let call = 0; call < 20_000; call += 1) {
      if (random.next() < 0.02) limit.onRefusal();
      else limit.onAnswer();
      sum += limit.now;
    }
    expect(sum / 20_000).toBeGreaterThan(62);
  });

  it('finds the limit of a server that takes fewer', () => {
    const limit = new ConcurrencyLimit(64);
    let sum = 0;
    for (let round = 0; round < 200; round += 1) {
      for (let call = 0; call < limit.now; call += 1) {
        if (call < 20) limit.onAnswer();
        else limit.onRefusal();
      }
      if (round >= 100) sum += limit.now;
    }
    expect(sum / 100).toBeGreaterThan(17);
    expect(sum / 100).toBeLessThan(25);
  });

  it('never falls below one, and grows back to what is configured and no further', () => {
    const limit = new ConcurrencyLimit(4);
    for (let i = 0; i < 500; i += 1) limit.onRefusal();
    expect(limit.now).toBe(1);
    for (let i = 0; i < 500; i += 1) limit.onAnswer();
    expect(limit.now).toBe(4);
    limit.resize(2);
    expect(limit.now).toBe(2);
  });
});

describe('a circuit breaker', () => {
  const failing = () => {
    const breaker = new Breaker(2_000);
    for (let i = 0; i < 10; i += 1) breaker.fail(1_000, 'down');
    return breaker;
  };

  it('opens when most calls of the last 30 s failed', () => {
    const breaker = new Breaker(2_000);
    for (let i = 0; i < 30; i += 1) breaker[i % 3 === 0 ? 'fail' : 'succeed'](i, 'down');
    expect(breaker.state).toBeNull();
    expect(failing().state).toEqual({ since: 1_000, nextTryAt: 3_000, reason: 'down' });
  });

  it('then lets one call try, and closes when it is answered', () => {
    const breaker = failing();
    expect(breaker.allows(2_999)).toBe('none');
    expect(breaker.allows(3_000)).toBe('one');
    breaker.begin();
    expect(breaker.allows(3_001)).toBe('none');
    breaker.succeed(3_500);
    expect([breaker.state, breaker.allows(3_500)]).toEqual([null, 'all']);
  });

  it('waits twice as long after each try that fails, up to half a minute', () => {
    const breaker = failing();
    const waits = Array.from({ length: 6 }, () => {
      const at = breaker.state?.nextTryAt ?? 0;
      breaker.begin();
      breaker.fail(at, 'still down');
      return (breaker.state?.nextTryAt ?? 0) - at;
    });
    expect(waits).toEqual([4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
    expect(breaker.state).toMatchObject({ since: 1_000, reason: 'still down' });
  });

  it('ignores late failures of calls from before it opened', () => {
    const breaker = failing();
    breaker.fail(1_500, 'late');
    expect(breaker.state?.nextTryAt).toBe(3_000);
  });
});

describe('the pace of calls', () => {
  it('keeps to the requests per minute, with a small burst', () => {
    const pace = new Pace({ requests: 60, tokens: null }, 0);
    expect(pace.room(0)).toBe(5);
    for (let i = 0; i < 5; i += 1) pace.begin(0);
    expect([pace.room(0), pace.nextRoomAt(0), pace.room(1_000)]).toEqual([0, 1_000, 1]);
  });

  it('keeps to the tokens per minute, as they are used', () => {
    const pace = new Pace({ requests: null, tokens: 60_000 }, 0);
    pace.end(pace.begin(0), 8_000, 0);
    expect(pace.room(0)).toBe(0);
    expect(pace.room(2_000)).toBe(0);
    expect(pace.room(3_100)).toBeGreaterThan(0);
  });

  it('waits as long as the server says, a minute at most', () => {
    const pace = new Pace({ requests: null, tokens: null }, 0);
    expect(pace.room(0)).toBe(Infinity);
    pace.follow({ requestsLeft: 0, tokensLeft: 9, resetMs: 2_000 }, 0);
    expect([pace.room(1_999), pace.nextRoomAt(0), pace.room(2_000)]).toEqual([0, 2_000, Infinity]);
    pace.pause(3_600_000, 2_000);
    expect(pace.nextRoomAt(2_000)).toBe(62_000);
  });
});

describe('rate limit headers', () => {
  it('are read when something is used up', () => {
    expect(saidLimit({ 'x-ratelimit-remaining-requests': '7' })).toBeNull();
    expect(saidLimit({ 'x-ratelimit-remaining-requests': '0', 'x-ratelimit-reset-requests': '1m2.5s' })).toEqual({
      requestsLeft: 0,
      tokensLeft: null,
      resetMs: 62_500,
    });
    expect(
      saidLimit(
        {
          'anthropic-ratelimit-tokens-remaining': '0',
          'anthropic-ratelimit-tokens-reset': '2026-01-01T00:00:05Z',
        },
        Date.parse('2026-01-01T00:00:00Z'),
      ),
    ).toMatchObject({ tokensLeft: 0, resetMs: 5_000 });
  });

  it('that make no sense are ignored', () => {
    expect(['soon', '', '-5', '1x'].map((text) => resetMs(text, 0))).not.toContain(NaN);
    expect([resetMs('250ms', 0), resetMs('12', 0), resetMs('1700000005', 1_700_000_000_000)]).toEqual([
      250, 12_000, 5_000,
    ]);
    expect(saidLimit({ 'x-ratelimit-remaining-tokens': 'none' })).toBeNull();
  });
});
