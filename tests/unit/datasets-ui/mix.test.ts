import { describe, expect, it } from 'vitest';
import { bandPath, layOutMix, loopPath, shortNames } from '@/components/datasets/mix';

const keys = ['short', 'long', 'skills'] as const;
type Key = (typeof keys)[number];
type Leaves = Record<string, Partial<Record<Key, number>>>;

/** A mix of leaves, largest first, all of them shown or only the first `shown`. */
function mixOf(leaves: Leaves, replayed: Partial<Record<Key, Partial<Record<Key, number>>>> = {}, shown = 12) {
  const all = Object.entries(leaves).map(([leafId, rows]) => {
    const byPhase = keys.map((key) => rows[key] ?? 0);
    return { leafId, path: `branch/${leafId}`, rows: byPhase.reduce((a, b) => a + b, 0), byPhase };
  });
  const counts = keys.map((key, place) => ({
    key,
    name: `Phase ${key}`,
    own: all.reduce((sum, { byPhase }) => sum + (byPhase[place] ?? 0), 0),
    ownTokens: 0,
    validation: 0,
    test: 0,
    replayed: keys.flatMap((from) => {
      const rows = replayed[key]?.[from];
      return rows === undefined ? [] : [{ phase: from, name: `Phase ${from}`, rows, tokens: 0 }];
    }),
  }));
  const largest = all.toSorted((a, b) => b.rows - a.rows).slice(0, shown);
  return layOutMix(counts, { largest, total: all.length });
}

const near = (value: number) => expect.closeTo(value, 6);

describe('shortNames', () => {
  it('are the last names of paths, with the folder above if two are equal', () => {
    expect(shortNames(['a/b/csv', 'a/c/csv', 'a/c/birds'])).toEqual(['b/csv', 'c/csv', 'birds']);
  });
});

describe('layOutMix', () => {
  const mix = mixOf(
    {
      birds: { short: 40, long: 10 },
      limericks: { skills: 50 },
      tides: { short: 20 },
    },
    { long: { short: 60 }, skills: { short: 60, long: 10 } },
  );
  const short = mix.phases.find((each) => each.key === 'short');
  const skills = mix.phases.find((each) => each.key === 'skills');

  it('makes heights proportional to rows: twice the rows, twice the height', () => {
    const heightOf = (key: string) => mix.leaves.find((leaf) => leaf.key === key)?.height ?? 0;
    expect(heightOf('birds')).toEqual(near(heightOf('tides') * 2.5));
    expect(skills?.parts.map(({ height }) => height / (short?.height ?? 0))).toEqual([
      near(50 / 60),
      near(1),
      near(10 / 60),
    ]);
  });

  it('builds a phase from its own rows first and then its replayed ones', () => {
    expect(skills?.parts.map(({ from, kind }) => [from, kind])).toEqual([
      [2, 'own'],
      [0, 'replayed'],
      [1, 'replayed'],
    ]);
  });

  it('fills a phase with its bands without a gap or overflow', () => {
    const ends = mix.bands.filter((band) => band.phase === 0).map(({ end }) => end);
    const [first, second] = ends;
    expect(first?.y).toEqual(near(short?.y ?? 0));
    expect(second?.y).toEqual(near((first?.y ?? 0) + (first?.height ?? 0)));
    expect((second?.y ?? 0) + (second?.height ?? 0)).toEqual(near((short?.y ?? 0) + (short?.height ?? 0)));
  });

  it("draws a loop from a phase's own rows to each place where they are repeated", () => {
    expect(mix.loops.map(({ from, to, rows }) => [from, to, rows])).toEqual([
      [0, 1, 60],
      [0, 2, 60],
      [1, 2, 10],
    ]);
    expect(mix.loops.every(({ start, end }) => start.y < end.y)).toBe(true);
  });

  it('keeps everything within its height and without overlaps', () => {
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
    const lopsided = mixOf({ large: { skills: 1_000_000 }, small: { skills: 1 } });
    expect(lopsided.leaves.find(({ key }) => key === 'small')?.height).toBeGreaterThan(1);
  });

  it('combines the smaller ones of many leaves, and loses none of their rows', () => {
    const many = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`leaf ${i}`, { skills: i + 1 }]));
    const { leaves } = mixOf(many, {}, 11);
    expect(leaves).toHaveLength(12);
    expect(leaves.at(-1)).toMatchObject({ name: '489 others' });
    expect(leaves.reduce((sum, { rows }) => sum + rows, 0)).toBe((500 * 501) / 2);
  });

  it('shows all phases, even without rows', () => {
    const nothing = mixOf({});
    expect(nothing.phases.map(({ key, height }) => [key, height])).toEqual([
      ['short', 0],
      ['long', 0],
      ['skills', 0],
    ]);
    expect(nothing.bands).toEqual([]);
  });

  it('draws rows from outside the version without a loop, and held-out rows as part of their phase', () => {
    const counts = {
      key: 'only',
      name: 'Only',
      own: 80,
      ownTokens: 0,
      validation: 5,
      test: 15,
      replayed: [{ phase: null, name: 'general', rows: 100, tokens: 0 }],
    };
    const leaf = { leafId: 'a', path: 'branch/a', rows: 100, byPhase: [100] };
    const { phases, loops, leaves } = layOutMix([counts], { largest: [leaf], total: 1 });
    expect(loops).toEqual([]);
    expect(phases[0]?.parts.map(({ kind, from, rows }) => [kind, from, rows])).toEqual([
      ['own', 0, 80],
      ['held', 0, 20],
      ['replayed', null, 100],
    ]);
    expect(phases[0]?.height).toEqual(near((leaves[0]?.height ?? 0) * 2));
  });
});

describe('the outlines', () => {
  const ends = { start: { y: 10, height: 4 }, end: { y: 50, height: 4 } };

  it('start and end where their spans do, and are closed', () => {
    expect(bandPath(ends, 100)).toBe('M0 10C50 10 50 50 100 50V54C50 54 50 14 0 14Z');
    expect(loopPath(ends, 30)).toBe('M0 10C40 10 40 54 0 54V50C32 50 32 14 0 14Z');
  });
});
