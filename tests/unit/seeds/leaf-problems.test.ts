import { describe, expect, it } from 'vitest';
import { checkLeaf } from '@/taxonomy/seeds/check-leaf';
import { noAttribution } from '@/taxonomy/seeds/content';
import type { LeafContent } from '@/taxonomy/seeds/contract';
import {
  makeFreeform,
  makeGrounded,
  makeKnowledge,
  makeKnowledgeSeed,
  makeSkillSeed,
} from '../../support/seeds-factories';

const many = (n: number) => Array.from({ length: n }, () => 'word').join(' ');
const said = (content: LeafContent) =>
  checkLeaf(content).map(({ severity, field, message }) => `${severity} ${field}: ${message.split('. ')[0]}`);
const document = { repo: 'https://example.org/planets.git', commit: 'abc', patterns: ['*.md'] };
const seeds = [1, 2, 3, 4, 5].map((n) => makeSkillSeed(n));

describe('a blank field', () => {
  it.each([
    [makeFreeform({ createdBy: ' ' }), 'warning createdBy: Add the author of this leaf'],
    [makeFreeform({ taskDescription: '\n' }), 'warning taskDescription: Describe the task in one sentence'],
    [makeKnowledge({ domain: '' }), 'warning domain: Name the domain, like the title of a textbook'],
    [makeKnowledge({ documentOutline: '' }), 'warning documentOutline: Say in one sentence what the document is about'],
    [
      makeKnowledge({ document: { ...document, repo: ' ' } }),
      'warning document.repo: Give the address of the git repository, or remove the reference.',
    ],
    [
      makeKnowledge({ document: { ...document, commit: '' } }),
      'warning document.commit: Name the commit, so that the documents stay the same.',
    ],
    [
      makeKnowledge({ document: { ...document, patterns: [' ', ''] } }),
      'warning document.patterns: Name at least one file or pattern, such as *.md.',
    ],
  ])('is a warning that says what to enter: %#', (content, problem) => expect(said(content)).toEqual([problem]));

  it('is none where it may be blank', () => {
    expect(said(makeKnowledge({ document: null }))).toEqual([]);
    expect(said(makeKnowledge({ document: { ...document, patterns: ['', '*.md'] } }))).toEqual([]);
  });
});

describe('a seed', () => {
  it('without what it needs is an error that says so', () => {
    expect(said(makeFreeform({ seeds: [] }))).toEqual(['error seeds: There are no seed examples']);
    expect(said(makeFreeform({ seeds: [...seeds, makeSkillSeed(6, { question: '', answer: ' ' })] }))).toEqual([
      'error seeds.5.question: The question is empty.',
      'error seeds.5.answer: The answer is empty.',
    ]);
    expect(said(makeGrounded({ seeds }))[0]).toBe(
      'error seeds.0.context: A grounded skill needs a context in every seed',
    );
    expect(said(makeFreeform({ seeds: [...seeds, makeSkillSeed(6, { context: 'Text.' })] }))).toEqual([
      'error seeds.5.context: A freeform skill has no context',
    ]);
    const [first, ...others] = [1, 2, 3, 4, 5].map((n) => makeKnowledgeSeed(n));
    expect(said(makeKnowledge({ seeds: [{ ...first!, context: ' ' }, ...others] }))).toEqual([
      'error seeds.0.context: The context is empty',
    ]);
    expect(said(makeKnowledge({ seeds: [{ ...first!, questionsAndAnswers: [] }, ...others] }))).toEqual([
      'error seeds.0.questionsAndAnswers: Add questions and answers about this context; 3 are recommended.',
    ]);
  });

  it('may have exactly as many words as InstructLab advises', () => {
    const long = (context: number, pair: number) =>
      makeGrounded({
        seeds: [
          ...seeds.map((seed, n) => ({ ...seed, context: `Text ${n}.` })),
          makeSkillSeed(6, { context: many(context), question: 'What?', answer: many(pair) }),
        ],
      });
    expect(said(long(500, 249))).toEqual([]);
    expect(said(long(501, 250))).toEqual([
      'warning seeds.5.context: The context has 501 words; InstructLab advises at most 500.',
      'warning seeds.5: Questions and answers have 251 words together; InstructLab advises at most 250.',
    ]);
  });

  it('that is like another one is named with it', () => {
    const double = makeSkillSeed(6, { question: 'which PLANET is\n number 2 from the  sun?' });
    expect(said(makeFreeform({ seeds: [...seeds, double] }))).toEqual([
      'warning seeds.5.question: The same question as in seed 2',
    ]);
    const all = [1, 2, 3, 4, 5].map((n) => makeKnowledgeSeed(n));
    const twin = makeKnowledgeSeed(6, { context: 'Passage 3 of the document.' });
    expect(said(makeKnowledge({ seeds: [...all, twin] }))).toEqual([
      'warning seeds.5.context: The same context as in seed 3',
    ]);
    const pairs = [...all[0]!.questionsAndAnswers, { question: 'QUESTION 1.2?', answer: 'Other.' }];
    expect(said(makeKnowledge({ seeds: [{ ...all[0]!, questionsAndAnswers: pairs }, ...all.slice(1)] }))).toEqual([
      'warning seeds.0.questionsAndAnswers.3.question: The same question as in pair 2',
    ]);
  });

  it('is no double of another blank one, or of one whose words only run together', () => {
    const blank = [6, 7].map((n) => makeSkillSeed(n, { question: ' ' }));
    expect(said(makeFreeform({ seeds: [...seeds, ...blank] })).filter((each) => each.startsWith('warning'))).toEqual(
      [],
    );
    const words = [makeSkillSeed(6, { question: 'A nice cream?' }), makeSkillSeed(7, { question: 'An ice cream?' })];
    expect(said(makeFreeform({ seeds: [...seeds, ...words] }))).toEqual([]);
  });
});

describe('an attribution', () => {
  const whole = { ...noAttribution, titleOfWork: 'T', licenseOfTheWork: 'MIT', creatorNames: 'C' };
  const of = (attribution: Partial<typeof whole>) =>
    checkLeaf(makeFreeform({ attribution: { ...whole, ...attribution } })).map(({ message }) => message);

  it('says everything that is missing', () => {
    expect(of({})).toEqual([]);
    expect(of({ titleOfWork: '', licenseOfTheWork: '', creatorNames: '' })).toEqual([
      'The attribution is missing the title of the work, its licence and its creators. InstructLab asks for it with every leaf.',
    ]);
    expect(of({ licenseOfTheWork: ' ', creatorNames: '' })[0]).toMatch(/is missing its licence and its creators\./);
    expect(of({ titleOfWork: '' })[0]).toMatch(/is missing the title of the work\./);
  });

  it('names only the licences that are not accepted, and those that are', () => {
    expect(of({ licenseOfTheWork: 'MIT; GPL-3.0; CC0-1.0; Mine' })).toEqual([
      expect.stringMatching(/^“GPL-3\.0; Mine” is not a licence that InstructLab accepts\. It accepts .+, .+\.$/),
    ]);
  });
});
