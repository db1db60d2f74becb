import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { checkQna } from '@/taxonomy/seeds/qna/validate';

const skillPath = 'compositional_skills/a/qna.yaml';
const knowledgePath = 'knowledge/a/qna.yaml';

const verdictOf = (text: string, path = skillPath) => checkQna(Buffer.from(text), 'qna.yaml', path).verdict;
const errorsOf = (content: object, path = skillPath) =>
  verdictOf(stringify(content, { version: '1.1', directives: false }), path).errors.map(
    ({ path, keyword }) => `${path} ${keyword}`,
  );

const seeds = (n: number) =>
  Array.from({ length: n }, (_, i) => ({ question: `Question ${i}?`, answer: `Answer ${i}.` }));
const skill = (rest: object = {}) => ({
  version: 3,
  created_by: 'ada',
  task_description: 'Do it.',
  seed_examples: seeds(5),
  ...rest,
});
const knowledgeSeeds = (pairs = 3) =>
  Array.from({ length: 5 }, (_, i) => ({ context: `Passage ${i}.`, questions_and_answers: seeds(pairs) }));
const knowledge = (rest: object = {}) => ({
  version: 3,
  created_by: 'ada',
  domain: 'Birds',
  document_outline: 'About birds.',
  seed_examples: knowledgeSeeds(),
  document: { repo: 'https://example.org/a.git', commit: 'abc', patterns: ['*.md'] },
  ...rest,
});

// Cases of the reference implementation that are easy to get wrong.
describe('checkQna', () => {
  it('accepts a complete skill and a complete knowledge file', () => {
    expect(errorsOf(skill())).toEqual([]);
    expect(errorsOf(knowledge(), knowledgePath)).toEqual([]);
  });

  it.each([
    ['four seeds', skill({ seed_examples: seeds(4) }), ['.seed_examples minItems']],
    ['two equal seeds', skill({ seed_examples: [...seeds(5), seeds(1)[0]] }), ['.seed_examples uniqueItems']],
    ['a key of knowledge', skill({ domain: 'Birds' }), ['. unevaluatedProperties']],
    ['a version that is text', skill({ version: '3' }), ['.version const', '.version type']],
    [
      'an empty answer',
      skill({ seed_examples: [...seeds(5), { question: 'Q?', answer: '' }] }),
      ['.seed_examples[5].answer minLength'],
    ],
    [
      'a seed without an answer',
      skill({ seed_examples: [...seeds(5), { question: 'Q?' }] }),
      ['.seed_examples[5] required'],
    ],
    ['an unknown version', skill({ version: 4 }), ['. unknown-version']],
  ])('finds %s in a skill', (_, content, errors) => {
    expect(errorsOf(content).sort()).toEqual(errors);
  });

  it.each([
    ['a task description', knowledge({ task_description: 'x' }), ['. unevaluatedProperties']],
    [
      'two questions on a context',
      knowledge({ seed_examples: knowledgeSeeds(2) }),
      [0, 1, 2, 3, 4].map((i) => `.seed_examples[${i}].questions_and_answers minItems`),
    ],
    ['no document', knowledge({ document: undefined }), ['. required']],
    ['version 2', knowledge({ version: 2 }), ['. deprecated']],
    ['no version', knowledge({ version: undefined }), ['. deprecated']],
  ])('finds %s in knowledge', (_, content, errors) => {
    expect(errorsOf(content, knowledgePath)).toEqual(errors);
  });

  it('allows additional keys only in a knowledge question', () => {
    const pairs = seeds(3).map((pair) => ({ ...pair, source: 'page 3' }));
    const list = knowledgeSeeds().map((seed, i) => ({ ...seed, questions_and_answers: pairs, context: `P ${i}` }));
    expect(errorsOf(knowledge({ seed_examples: list }), knowledgePath)).toEqual([]);
  });

  it('treats a file without a version as version 1: one seed is enough, and it is not linted', () => {
    const text = 'created_by: ada\ntask_description: ""   \nseed_examples:\n- {question: Q?, answer: A.}';
    expect(verdictOf(text)).toMatchObject({ status: 'valid', version: 1, schema: 'compositional_skills' });
    expect(verdictOf(`version: 2\n${text}`)).toMatchObject({ status: 'invalid', version: 2 });
  });

  it('lints from version 2: spaces at the end of a line, the last line break, duplicate keys', () => {
    const text = stringify(skill(), { version: '1.1', directives: false });
    const lintOf = (changed: string) => verdictOf(changed).errors.map(({ keyword, line }) => `${keyword} ${line}`);
    expect(lintOf(text.replace('ada\n', 'ada  \n'))).toEqual(['lint 2']);
    expect(lintOf(text.trimEnd())).toEqual([`lint ${text.trimEnd().split('\n').length}`]);
    expect(lintOf(text.replaceAll('\n', '\r\n'))).toEqual([]);
    expect(lintOf(text.replace('ada\n', 'ada  # yamllint disable-line \n'))).toEqual([]);
    expect(lintOf(`# yamllint disable rule:trailing-spaces\n${text.replace('ada\n', 'ada  \n')}`)).toEqual([]);
    expect(lintOf(`# yamllint disable rule:braces\n${text.replace('ada\n', 'ada  \n')}`)).toEqual(['lint 3']);
    expect(lintOf(`created_by: bob\n${text}`)).toEqual(['lint 3']);
  });

  it('points at line and column, with a remedy', () => {
    const text = stringify(skill(), { version: '1.1', directives: false }).replace('Answer 1.', 'yes');
    expect(verdictOf(text).errors).toEqual([
      {
        path: '.seed_examples[1].answer',
        keyword: 'type',
        line: text.split('\n').findIndex((line) => line.includes('yes')) + 1,
        column: 13,
        message: expect.stringContaining('Put it in quotes'),
      },
    ]);
  });

  it.each([
    ['', 'empty'],
    ['# only a comment\n', 'empty'],
    ['{}', 'empty'],
    ['just words', 'invalid'],
    ['- a list', 'invalid'],
    ['a: "open', 'unreadable'],
  ])('says of %j that it is %s', (text, status) => {
    expect(verdictOf(text).status).toBe(status);
  });

  it("derives the kind from the last folder with a branch's name, otherwise from the document key", () => {
    expect(verdictOf('a: 1', 'compositional_skills/knowledge/a/qna.yaml').schema).toBe('knowledge');
    expect(verdictOf('a: 1', 'foundational_skills/a/qna.yaml').schema).toBe('compositional_skills');
    expect(verdictOf('document: 1', 'elsewhere/qna.yaml').schema).toBe('knowledge');
  });
});
