import { describe, expect, it } from 'vitest';
import { addSeed, changeSkillKind, moveSeed, putSeedBack, removeSeed, tidied } from '@/components/seeds/edit-leaf';
import { placeProblems, remarksOn, summaryOf } from '@/components/seeds/problems';
import { checkLeaf } from '@/taxonomy/seeds/check-leaf';
import { emptyContent } from '@/taxonomy/seeds/content';
import { makeFreeform, makeKnowledge, makeSkillSeed } from '../../support/seeds-factories';

const ids = (content: { seeds: readonly { id: string }[] }) => content.seeds.map((seed) => seed.id).join(' ');

describe('editing a leaf', () => {
  it("adds a seed of the leaf's kind", () => {
    expect(addSeed(makeFreeform({ seeds: [] }), 'new').content.seeds).toEqual([
      { id: 'new', context: null, question: '', answer: '' },
    ]);
    expect(addSeed(makeKnowledge({ seeds: [] }), 'new').content.seeds).toMatchObject([
      { id: 'new', context: '', questionsAndAnswers: [{}, {}, {}] },
    ]);
  });

  it('moves a seed, and stops at the ends', () => {
    expect(ids(moveSeed(makeFreeform(), 's2', 1))).toBe('s1 s3 s2 s4 s5');
    expect(ids(moveSeed(makeFreeform(), 's1', -1))).toBe('s1 s2 s3 s4 s5');
    expect(ids(moveSeed(makeFreeform(), 's5', 9))).toBe('s1 s2 s3 s4 s5');
  });

  it('puts a removed seed back in its place, and only once', () => {
    const removed = removeSeed(makeFreeform(), 's3');
    expect(ids(removed)).toBe('s1 s2 s4 s5');
    const back = putSeedBack(removed, makeSkillSeed(3), 2);
    expect(ids(back)).toBe('s1 s2 s3 s4 s5');
    expect(putSeedBack(back, makeSkillSeed(3), 0)).toBe(back);
  });

  it('keeps contexts when a skill changes its kind and back', () => {
    const grounded = changeSkillKind(makeFreeform({ seeds: [makeSkillSeed(1, { context: 'Text.' })] }), 'grounded');
    expect(changeSkillKind(grounded, 'freeform').seeds).toMatchObject([{ context: 'Text.' }]);
  });

  it('sends patterns without the empty lines that typing leaves', () => {
    const document = { repo: 'r', commit: 'c', patterns: ['*.md ', '', '  '] };
    expect(tidied(makeKnowledge({ document }))).toMatchObject({ document: { patterns: ['*.md'] } });
  });
});

describe('problems of a leaf', () => {
  const error = (field: string) => ({ severity: 'error', field, message: `wrong: ${field}` }) as const;

  it('stay with their seed when it is moved', () => {
    const { seeds } = placeProblems(makeFreeform(), [error('seeds.1.answer')]);
    expect(seeds.get('s2')).toMatchObject([{ field: 'answer' }]);
  });

  it('are separated by leaf, field and seed', () => {
    const placed = placeProblems(makeKnowledge(), [
      error('seeds'),
      error('document.repo'),
      error('seeds.0.questionsAndAnswers.2.question'),
      error('seeds.0'),
    ]);
    expect(placed.whole).toHaveLength(1);
    expect(remarksOn(placed.fields.get('document.repo')).error).toBe('wrong: document.repo');
    expect(placed.seeds.get('s1')?.map((problem) => problem.field)).toEqual(['questionsAndAnswers.2.question', '']);
  });

  it('are summed up in useful numbers', () => {
    const three = makeFreeform({ seeds: [1, 2, 3].map((n) => makeSkillSeed(n)) });
    expect(summaryOf(three, [error('seeds.0.answer')])).toEqual({
      text: '2 of 5 seeds missing, 1 problem',
      isFine: false,
    });
    expect(summaryOf(makeFreeform(), [])).toEqual({ text: 'No problems', isFine: true });
    // Missing seeds are a warning: the leaf can generate, but is not fine yet.
    expect(summaryOf(three, []).isFine).toBe(false);
  });

  it('are only the missing seeds while a leaf is new', () => {
    const fresh = emptyContent('knowledge', 'ada');
    const problems = checkLeaf(fresh);
    expect(problems.length).toBeGreaterThan(2);
    expect(placeProblems(fresh, problems).fields.size).toBe(0);
    expect(placeProblems(fresh, problems).whole).toHaveLength(1);
    expect(summaryOf(fresh, problems).text).toBe('5 of 5 seeds missing');
    const begun = { ...makeKnowledge({ seeds: [], documentOutline: '' }) };
    expect(placeProblems(begun, checkLeaf(begun)).fields.has('documentOutline')).toBe(true);
  });
});
