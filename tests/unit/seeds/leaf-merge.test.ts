import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diffLeaf, isSameContent } from '@/components/seeds/leaf-diff';
import { compareVersions, firstChoice, mergeVersions, type Side } from '@/components/seeds/leaf-merge';
import type { LeafContent, SkillSeed } from '@/taxonomy/seeds/contract';

const attribution = { titleOfWork: '', linkToWork: '', revision: '', licenseOfTheWork: '', creatorNames: '' };
const seed = (id: string, answer = `answer ${id}`): SkillSeed => ({ id, context: null, question: `q ${id}`, answer });

type Freeform = Extract<LeafContent, { kind: 'freeform' }>;
const freeform = (more: Partial<Freeform> = {}): Freeform => ({
  kind: 'freeform',
  createdBy: 'ada',
  attribution,
  taskDescription: 'Rhyme.',
  seeds: [seed('a'), seed('b')],
  ...more,
});
const knowledge: LeafContent = {
  kind: 'knowledge',
  createdBy: 'ada',
  attribution,
  domain: 'birds',
  documentOutline: 'On birds.',
  document: { repo: 'https://example.org/x.git', commit: 'abc', patterns: ['*.md'] },
  seeds: [{ id: 'k', context: 'Birds fly.', questionsAndAnswers: [{ question: 'Do they?', answer: 'Yes.' }] }],
};

const merged = (base: LeafContent | null, mine: LeafContent, theirs: LeafContent, only?: Side) => {
  const sides = new Map(compareVersions(base, mine, theirs).map((each) => [each.key, only ?? firstChoice(each)]));
  return mergeVersions(mine, theirs, (key) => sides.get(key));
};

describe('diffLeaf', () => {
  it('finds no difference between equal versions', () => {
    expect(diffLeaf(freeform(), freeform())).toEqual({ changes: [], isReordered: false });
  });

  it('names the changed field, and only the changed text of a seed', () => {
    const after = freeform({ taskDescription: 'Rhyme well.', seeds: [seed('a', 'better'), seed('b')] });
    expect(diffLeaf(freeform(), after).changes).toMatchObject([
      { key: 'taskDescription', change: 'changed' },
      { key: 'seed:a', label: 'Seed 1', parts: [{ label: 'Answer', before: 'answer a', after: 'better' }] },
    ]);
  });

  it('reports added and removed seeds', () => {
    const { changes } = diffLeaf(freeform(), freeform({ seeds: [seed('a'), seed('c')] }));
    expect(changes.map(({ key, change }) => [key, change])).toEqual([
      ['seed:c', 'added'],
      ['seed:b', 'removed'],
    ]);
  });

  it('says when only the order of seeds changed', () => {
    expect(diffLeaf(freeform(), freeform({ seeds: [seed('b'), seed('a')] }))).toEqual({
      changes: [],
      isReordered: true,
    });
    expect(diffLeaf(freeform(), freeform({ seeds: [seed('b')] })).isReordered).toBe(false);
  });

  it('compares a knowledge leaf question by question', () => {
    const after: LeafContent = {
      ...knowledge,
      seeds: [{ id: 'k', context: 'Birds fly.', questionsAndAnswers: [{ question: 'Do they?', answer: 'Most.' }] }],
    };
    expect(diffLeaf(knowledge, after).changes[0]?.parts).toEqual([
      { label: 'Answer 1', before: 'Yes.', after: 'Most.' },
    ]);
  });
});

describe('merging two versions of a leaf', () => {
  it('takes what only one side changed, without asking', () => {
    const mine = freeform({ taskDescription: 'Mine.' });
    const theirs = freeform({ seeds: [seed('a'), seed('b', 'theirs')] });
    expect(compareVersions(freeform(), mine, theirs).map((each) => each.changedBy)).toEqual(['mine', 'theirs']);
    expect(merged(freeform(), mine, theirs)).toEqual(
      freeform({ taskDescription: 'Mine.', seeds: [seed('a'), seed('b', 'theirs')] }),
    );
  });

  it('chooses mine by default where both changed the same place', () => {
    const mine = freeform({ seeds: [seed('a', 'mine'), seed('b')] });
    const theirs = freeform({ seeds: [seed('a', 'theirs'), seed('b')] });
    expect(compareVersions(freeform(), mine, theirs)).toMatchObject([{ key: 'seed:a', changedBy: 'both' }]);
    expect(merged(freeform(), mine, theirs)).toEqual(mine);
    expect(merged(freeform(), mine, theirs, 'theirs')).toEqual(theirs);
  });

  it('puts a seed that they added behind the one it follows there', () => {
    const theirs = freeform({ seeds: [seed('a'), seed('new'), seed('b')] });
    const mine = freeform({ seeds: [seed('b'), seed('a')] });
    expect(merged(freeform(), mine, theirs).seeds.map((each) => each.id)).toEqual(['b', 'a', 'new']);
  });

  it('drops a seed that they deleted and I did not change, and keeps one that I changed', () => {
    const theirs = freeform({ seeds: [] });
    const mine = freeform({ seeds: [seed('a', 'mine'), seed('b')] });
    expect(merged(freeform(), mine, theirs).seeds).toEqual([seed('a', 'mine')]);
  });

  it('takes one whole version when the kinds have different fields', () => {
    expect(merged(null, freeform(), knowledge)).toEqual(freeform());
    expect(merged(null, freeform(), knowledge, 'theirs')).toEqual(knowledge);
  });

  const seeds = fc
    .uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e'))
    .chain((ids) => fc.tuple(...ids.map((id) => fc.constantFrom('x', 'y').map((text) => seed(id, text)))));
  const versions = fc.record({ seeds, taskDescription: fc.constantFrom('one', 'two') }).map(freeform);

  it('gives theirs for all theirs and mine for all mine, except for the order of seeds', () => {
    const sorted = (content: LeafContent) => [...content.seeds].sort((a, b) => a.id.localeCompare(b.id));
    fc.assert(
      fc.property(versions, versions, versions, (base, mine, theirs) => {
        expect(isSameContent(merged(base, mine, theirs, 'mine'), mine)).toBe(true);
        expect(sorted(merged(base, mine, theirs, 'theirs'))).toEqual(sorted(theirs));
      }),
    );
  });

  it('never loses a seed that either side wrote since the common version', () => {
    fc.assert(
      fc.property(versions, versions, versions, (base, mine, theirs) => {
        const before = new Set(base.seeds.map((each) => each.id));
        const after = new Set(merged(base, mine, theirs).seeds.map((each) => each.id));
        for (const each of [...mine.seeds, ...theirs.seeds]) if (!before.has(each.id)) expect(after).toContain(each.id);
      }),
    );
  });
});
