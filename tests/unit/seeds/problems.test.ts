import { describe, expect, it } from 'vitest';
import { withoutFilled } from '@/components/seeds/problems';
import type { LeafContent } from '@/taxonomy/seeds/contract';
import { checkLeaf } from '@/taxonomy/seeds/check-leaf';
import { noAttribution } from '@/taxonomy/seeds/content';
import { makeFreeform, makeKnowledge, makeKnowledgeSeed, makeSkillSeed } from '../../support/seeds-factories';

const fieldsLeft = (checked: LeafContent, now: LeafContent) =>
  withoutFilled(checked, now, checkLeaf(checked)).map(({ field }) => field);

describe('problems from before the last key presses', () => {
  const seeds = [1, 2, 3, 4, 5].map((n) => makeSkillSeed(n));

  it('no longer call a field empty that has text now, even if its seed has moved', () => {
    const [first, ...rest] = seeds;
    const checked = makeFreeform({ seeds: [{ ...first!, question: '', answer: ' ' }, ...rest] });
    const now = makeFreeform({ seeds: [...rest, { ...first!, question: 'Why?', answer: ' ' }] });
    expect(fieldsLeft(checked, checked)).toEqual(['seeds.0.question', 'seeds.0.answer']);
    expect(fieldsLeft(checked, now)).toEqual(['seeds.0.answer']);
  });

  it('include those in the pairs of a passage', () => {
    const pairs = [1, 2, 3].map((n) => ({ question: `Question ${n}?`, answer: `Answer ${n}.` }));
    const withPairs = (questionsAndAnswers: typeof pairs) =>
      makeKnowledge({
        seeds: [makeKnowledgeSeed(1, { questionsAndAnswers }), ...[2, 3, 4, 5].map((n) => makeKnowledgeSeed(n))],
      });
    const checked = withPairs(pairs.with(1, { question: '', answer: '' }));
    expect(fieldsLeft(checked, withPairs(pairs.with(1, { question: 'Q?', answer: '' })))).toEqual([
      'seeds.0.questionsAndAnswers.1.answer',
    ]);
  });

  it('ask for attribution until all of it is there', () => {
    const checked = makeFreeform({ seeds, attribution: noAttribution });
    const part = { ...noAttribution, titleOfWork: 'T', licenseOfTheWork: 'MIT' };
    expect(fieldsLeft(checked, makeFreeform({ seeds, attribution: part }))).toEqual(['attribution']);
    const whole = { ...part, creatorNames: 'C' };
    expect(fieldsLeft(checked, makeFreeform({ seeds, attribution: whole }))).toEqual([]);
  });
});
