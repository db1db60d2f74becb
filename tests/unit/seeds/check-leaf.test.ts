import { describe, expect, it } from 'vitest';
import {
  makeFreeform,
  makeGrounded,
  makeKnowledge,
  makeKnowledgeSeed,
  makeSkillSeed,
} from '../../support/seeds-factories';
import { checkLeaf, countErrors } from '@/taxonomy/seeds/check-leaf';
import { emptyContent, noAttribution } from '@/taxonomy/seeds/content';
import { LeafContent } from '@/taxonomy/seeds/contract';
import { leafKinds } from '@/taxonomy/tree/vocabulary';

const seeds = [1, 2, 3, 4, 5].map((n) => makeSkillSeed(n));
const many = (n: number) => Array.from({ length: n }, () => 'word').join(' ');

describe('checkLeaf', () => {
  it.each([makeFreeform(), makeGrounded(), makeKnowledge()])('finds no problem in a correct $kind leaf', (content) => {
    expect(checkLeaf(content)).toEqual([]);
  });

  it.each(leafKinds)('reports that an empty %s leaf cannot generate', (kind) => {
    const problems = checkLeaf(emptyContent(kind, 'ada'));
    expect(problems).toContainEqual(expect.objectContaining({ severity: 'error', field: 'seeds' }));
    expect(countErrors(problems)).toBe(1);
  });

  it('counts missing seeds as a warning', () => {
    const problems = checkLeaf(makeFreeform({ seeds: seeds.slice(0, 3) }));
    expect(problems).toEqual([
      { severity: 'warning', field: 'seeds', message: expect.stringContaining('2 of 5 seeds missing') },
    ]);
  });

  it('points at an empty question and an empty answer', () => {
    const broken = makeFreeform({ seeds: [...seeds, makeSkillSeed(6, { question: ' \n', answer: '' })] });
    expect(checkLeaf(broken).map(({ severity, field }) => `${severity} ${field}`)).toEqual([
      'error seeds.5.question',
      'error seeds.5.answer',
    ]);
  });

  it('requires a context in a grounded skill and none in a freeform one', () => {
    expect(checkLeaf(makeGrounded({ seeds })).map((each) => each.field)).toEqual(
      seeds.map((_, i) => `seeds.${i}.context`),
    );
    const withContext = makeFreeform({ seeds: [...seeds, makeSkillSeed(6, { context: 'Text.' })] });
    expect(checkLeaf(withContext)).toMatchObject([{ severity: 'error', field: 'seeds.5.context' }]);
  });

  it('recommends three questions per context, and requires one to generate', () => {
    const few = [makeKnowledgeSeed(1, { questionsAndAnswers: [] }), ...[2, 3, 4, 5].map((n) => makeKnowledgeSeed(n))];
    expect(checkLeaf(makeKnowledge({ seeds: few }))).toMatchObject([
      { severity: 'error', field: 'seeds.0.questionsAndAnswers' },
    ]);
    const one = [makeKnowledgeSeed(1, { questionsAndAnswers: [{ question: 'Q?', answer: 'A.' }] }), ...few.slice(1)];
    expect(checkLeaf(makeKnowledge({ seeds: one }))).toMatchObject([
      { severity: 'warning', message: expect.stringContaining('2 of 3 questions missing') },
    ]);
  });

  it('warns of duplicates, ignoring spaces and case', () => {
    const double = makeSkillSeed(6, { question: `  ${seeds[0]!.question.toUpperCase()}\n` });
    expect(checkLeaf(makeFreeform({ seeds: [...seeds, double] }))).toMatchObject([
      { severity: 'warning', field: 'seeds.5.question', message: expect.stringContaining('seed 1') },
    ]);
    const [first, ...rest] = [1, 2, 3, 4, 5].map((n) => makeKnowledgeSeed(n));
    const sameContext = makeKnowledge({ seeds: [first!, ...rest, makeKnowledgeSeed(6, { context: first!.context })] });
    expect(checkLeaf(sameContext)).toMatchObject([{ field: 'seeds.5.context' }]);
  });

  it("warns about InstructLab's advice on length", () => {
    const long = makeGrounded({
      seeds: [
        ...seeds.map((seed) => ({ ...seed, context: 'Text.' })),
        makeSkillSeed(6, { context: many(501), answer: many(251) }),
      ],
    });
    expect(checkLeaf(long).map((each) => each.field)).toEqual(['seeds.5.context', 'seeds.5']);
  });

  it('asks for attribution, and for a licence that InstructLab accepts', () => {
    expect(checkLeaf(makeFreeform({ attribution: noAttribution }))).toMatchObject([{ field: 'attribution' }]);
    const attribution = { ...noAttribution, titleOfWork: 'T', creatorNames: 'C', licenseOfTheWork: 'GPL-3.0' };
    expect(checkLeaf(makeFreeform({ attribution }))).toMatchObject([
      { severity: 'warning', field: 'attribution.licenseOfTheWork' },
    ]);
    for (const licenseOfTheWork of ['CC BY 4.0', 'cc-by-sa-4.0', 'Apache License, Version 2.0', 'MIT License; CC0 1.0'])
      expect(checkLeaf(makeFreeform({ attribution: { ...attribution, licenseOfTheWork } }))).toEqual([]);
  });
});

describe('LeafContent', () => {
  it('refuses two seeds with the same id, and text that the database cannot store', () => {
    expect(LeafContent.safeParse(makeFreeform({ seeds: [seeds[0]!, seeds[0]!] })).success).toBe(false);
    for (const answer of ['a\0b', 'half \ud800 a character']) {
      expect(LeafContent.safeParse(makeFreeform({ seeds: [makeSkillSeed(1, { answer })] })).success).toBe(false);
    }
    expect(LeafContent.safeParse(makeFreeform({ seeds: [makeSkillSeed(1, { answer: 'whole 🌱' })] })).success).toBe(
      true,
    );
  });
});
