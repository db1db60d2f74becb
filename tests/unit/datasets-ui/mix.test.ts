import { describe, expect, it } from 'vitest';
import { bandPath, layOutMix, leafTotals, loopPath } from '@/components/datasets/mix';
import type { PhaseCount } from '@/taxonomy/datasets/contract';
import type { Phase } from '@/taxonomy/datasets/vocabulary';

const phase = (
  name: Phase,
  leaves: Record<string, number>,
  replayed: Partial<Record<Phase, number>> = {},
): PhaseCount => ({
  phase: name,
  own: Object.values(leaves).reduce((sum, rows) => sum + rows, 0),
  leaves: Object.entries(leaves).map(([leafId, rows]) => ({ leafId, name: leafId, rows })),
  replayed: (['knowledge_short', 'knowledge_long', 'skills'] as const).flatMap((from) => {
    const rows = replayed[from];
    return rows === undefined ? [] : [{ from, rows }];
  }),
});

const birdsAndLimericks = [
  phase('knowledge_short', { birds: 40, tides: 20 }),
  phase('knowledge_long', { birds: 10 }, { knowledge_short: 60 }),
  phase('skills', { limericks: 50 }, { knowledge_short: 60, knowledge_long: 10 }),
];

const near = (value: number) => expect.closeTo(value, 6);

describe('leafTotals', () => {
  it('adds a leaf up over its phases, the largest first, and never counts a replayed row', () => {
    expect(leafTotals(birdsAndLimericks)).toEqual([
      { leafId: 'birds', name: 'birds', rows: 50, byPhase: { knowledge_short: 40, knowledge_long: 10 } },
      { leafId: 'limericks', name: 'limericks', rows: 50, byPhase: { skills: 50 } },
      { leafId: 'tides', name: 'tides', rows: 20, byPhase: { knowledge_short: 20 } },
    ]);
  });
});

describe('layOutMix', () => {
  const mix = layOutMix(birdsAndLimericks);
  const short = mix.phases.find((each) => each.phase === 'knowledge_short');
  const skills = mix.phases.find((each) => each.phase === 'skills');

  it('makes heights stand for rows: twice the rows, twice the height', () => {
    const heightOf = (key: string) => mix.leaves.find((leaf) => leaf.key === key)?.height ?? 0;
    expect(heightOf('birds')).toEqual(near(heightOf('tides') * 2.5));
    expect(skills?.parts.map(({ height }) => height / (short?.height ?? 0))).toEqual([
      near(50 / 60),
      near(1),
      near(10 / 60),
    ]);
  });

  it('puts a phase together from its own rows first and then from what it repeats', () => {
    expect(skills?.parts.map(({ from, isReplay }) => [from, isReplay])).toEqual([
      ['skills', false],
      ['knowledge_short', true],
      ['knowledge_long', true],
    ]);
  });

  it('fills a phase with its bands without a gap and without going over its edge', () => {
    const ends = mix.bands.filter((band) => band.phase === 'knowledge_short').map(({ end }) => end);
    const [first, second] = ends;
    expect(first?.y).toEqual(near(short?.y ?? 0));
    expect(second?.y).toEqual(near((first?.y ?? 0) + (first?.height ?? 0)));
    expect((second?.y ?? 0) + (second?.height ?? 0)).toEqual(near((short?.y ?? 0) + (short?.height ?? 0)));
  });

  it('draws a loop from the own rows of a phase to each place where they are repeated', () => {
    expect(mix.loops.map(({ from, to, rows }) => [from, to, rows])).toEqual([
      ['knowledge_short', 'knowledge_long', 60],
      ['knowledge_short', 'skills', 60],
      ['knowledge_long', 'skills', 10],
    ]);
    expect(mix.loops.every(({ start, end }) => start.y < end.y)).toBe(true);
  });

  it('keeps everything within its height and no two things on one another', () => {
    for (const column of [mix.leaves, mix.phases]) {
      column.forEach(({ y, height }, i) => {
        expect(y).toBeGreaterThanOrEqual(0);
        expect(y + height).toBeLessThanOrEqual(mix.height);
        const next = column[i + 1];
        if (next) expect(next.y).toBeGreaterThanOrEqual(y + height);
      });
    }
  });

  it('keeps a leaf with one row of a million visible', () => {
    const lopsided = layOutMix([phase('skills', { large: 1_000_000, small: 1 })]);
    expect(lopsided.leaves.find(({ key }) => key === 'small')?.height).toBeGreaterThan(1);
  });

  it('lets the smaller ones of many leaves flow together, and loses none of their rows', () => {
    const many = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`leaf ${i}`, i + 1]));
    const { leaves } = layOutMix([phase('skills', many)]);
    expect(leaves).toHaveLength(12);
    expect(leaves.at(-1)).toMatchObject({ name: '489 others' });
    expect(leaves.reduce((sum, { rows }) => sum + rows, 0)).toBe((500 * 501) / 2);
  });

  it('shows all three phases, also of nothing', () => {
    const nothing = layOutMix([]);
    expect(nothing.phases.map(({ phase: name, height }) => [name, height])).toEqual([
      ['knowledge_short', 0],
      ['knowledge_long', 0],
      ['skills', 0],
    ]);
    expect(nothing.bands).toEqual([]);
  });
});

describe('the outlines', () => {
  const ends = { start: { y: 10, height: 4 }, end: { y: 50, height: 4 } };

  it('begin and end where their spans do, and are closed', () => {
    expect(bandPath(ends, 100)).toBe('M0 10C50 10 50 50 100 50V54C50 54 50 14 0 14Z');
    expect(loopPath(ends, 30)).toBe('M0 10C40 10 40 54 0 54V50C32 50 32 14 0 14Z');
  });
});
