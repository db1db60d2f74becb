import { describe, expect, it } from 'vitest';
import { Latencies } from '@/taxonomy/generation/teacher/latencies';

const measured = (ms: number[], tokens = 512) => {
  const latencies = new Latencies();
  for (const each of ms) record(latencies, tokens, each);
  return latencies;
};
const record = (latencies: Latencies, tokens: number, ms: number | null) => {
  latencies.begin(tokens);
  latencies.end(tokens, ms);
};
const times = (count: number, ms: number) => Array.from({ length: count }, () => ms);

describe('the time limit of a call', () => {
  it("is the teacher's own until enough calls of its size were measured", () => {
    expect(measured(times(11, 3_000)).limitMs(512, 0)).toBeNull();
    expect(measured(times(12, 3_000)).limitMs(512, 0)).toBe(12_000);
  });

  it('is not set by the quickest of many calls that began together', () => {
    const latencies = new Latencies();
    for (let i = 0; i < 64; i += 1) latencies.begin(512);
    for (let i = 0; i < 31; i += 1) latencies.end(512, 100 + i);
    expect(latencies.limitMs(512, 0)).toBeNull();
    expect(latencies.stragglerAfterMs(512)).toBeNull();
    for (let i = 31; i < 62; i += 1) latencies.end(512, 4_000);
    expect(latencies.limitMs(512, 0)).toBe(16_000);
  });

  it('learns nothing from refused calls', () => {
    const latencies = measured(times(12, 3_000));
    for (let i = 0; i < 30; i += 1) record(latencies, 512, null);
    expect(latencies.limitMs(512, 0)).toBe(12_000);
  });

  it('of a large request may follow smaller ones, in proportion', () => {
    expect(measured(times(12, 3_000)).limitMs(2_048, 0)).toBe(48_000);
  });

  it('of a small request may follow larger ones, which take longer', () => {
    expect(measured(times(20, 3_000), 2_048).limitMs(64, 0)).toBe(12_000);
  });

  it('does not change with a few hung calls, and is never very short', () => {
    expect(measured([...times(97, 3_000), ...times(3, 120_000)]).limitMs(512, 0)).toBe(12_000);
    expect(measured(times(100, 10)).limitMs(512, 0)).toBe(5_000);
  });

  it('grows when many calls reach it, so that a model that has become slower is not cut off for good', () => {
    const latencies = measured(times(100, 3_000));
    for (let cut = 0; cut < 32; cut += 1) record(latencies, 512, latencies.limitMs(512, 0) ?? 0);
    expect(latencies.limitMs(512, 0)).toBeGreaterThanOrEqual(48_000);
  });

  it("is longer for a request that reached it, and then the teacher's own", () => {
    const latencies = measured(times(20, 3_000));
    expect([0, 1, 2].map((timeouts) => latencies.limitMs(512, timeouts))).toEqual([12_000, 36_000, null]);
  });
});
