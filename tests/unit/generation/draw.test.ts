import { describe, expect, it } from 'vitest';
import { draw, teacherSeed } from '@/taxonomy/generation/pipelines/draw';

describe('drawing', () => {
  const pool = Array.from({ length: 20 }, (_, i) => `s${i}`);
  const of = (key: string, count = 5) => draw(pool, count, key, (id) => id);

  it('gives the same for the same key, without repeats, and others for other keys', () => {
    expect(of('a')).toEqual(of('a'));
    expect(new Set(of('a')).size).toBe(5);
    expect(of('a')).not.toEqual(of('b'));
    expect(of('a', 99)).toHaveLength(20);
  });

  it('does not depend on the order of the pool', () => {
    expect(draw(pool.toReversed(), 5, 'a', (id) => id)).toEqual(of('a'));
  });

  it('draws every entry about equally often', () => {
    const counts = new Map<string, number>();
    for (let i = 0; i < 2_000; i += 1) for (const id of of(`key ${i}`, 1)) counts.set(id, (counts.get(id) ?? 0) + 1);
    for (const n of counts.values()) expect(n).toBeGreaterThan(60);
    expect(counts.size).toBe(20);
  });

  it('makes seeds that every server accepts: whole, from 0, in 31 bits', () => {
    for (let i = 0; i < 100; i += 1) {
      expect(teacherSeed(`${i}`)).toBeGreaterThanOrEqual(0);
      expect(teacherSeed(`${i}`)).toBeLessThan(2 ** 31);
    }
  });
});
