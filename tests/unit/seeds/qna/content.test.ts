import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeFreeform, makeGrounded, makeKnowledge, makeSkillSeed } from '../../../support/seeds-factories';
import { contentHash } from '@/taxonomy/seeds/content';
import type { LeafContent } from '@/taxonomy/seeds/contract';
import { parseAttribution, renderAttribution } from '@/taxonomy/seeds/qna/attribution-text';
import { qnaFromContent } from '@/taxonomy/seeds/qna/qna-from-content';
import { readLeaf } from '@/taxonomy/seeds/qna/read-leaf';

const paths = { knowledge: 'knowledge/a/qna.yaml', skill: 'compositional_skills/a/qna.yaml' };

function readText(text: string, path: string, attribution = '') {
  return readLeaf({ file: path, path, qna: Buffer.from(text), attribution: Buffer.from(attribution) });
}

/** Written as the two files of a leaf, and read again. */
function roundTrip(content: LeafContent) {
  const path = content.kind === 'knowledge' ? paths.knowledge : paths.skill;
  return readText(qnaFromContent(content), path, renderAttribution(content.attribution));
}

describe('a leaf written as qna.yaml', () => {
  it.each([makeFreeform(), makeGrounded(), makeKnowledge()])(
    'is read back complete, valid and without a hint ($kind)',
    (content) => {
      const { verdict, content: back } = roundTrip(content);
      expect(verdict).toMatchObject({ status: 'valid', version: 3, errors: [], warnings: [] });
      expect({ ...back, seeds: [] }).toEqual({ ...content, seeds: [] });
      expect(back && contentHash(back)).toBe(contentHash(content));
    },
  );

  // Any text that a person can type, without spaces at its end, which YAML's folding does not keep.
  const text = fc
    .oneof(
      fc.string({ unit: 'grapheme', minLength: 1 }),
      fc.constantFrom(
        'yes',
        'no',
        'on',
        '12:30',
        '1_000',
        '2024-01-01',
        '012',
        '~',
        'null',
        '- a',
        'a: b',
        '#x',
        '"q"',
        "it's",
        '|',
        '*a',
        '&b',
        '%c',
        '@d',
        '`e`',
        '<<',
        '=',
      ),
      fc
        .array(
          fc.constantFrom(
            'a line',
            '  indented',
            'blanks   ',
            '',
            '\ttab',
            '- dash',
            'key: value',
            '# hash',
            '---',
            '...',
          ),
          { minLength: 1 },
        )
        .map((lines) => lines.join('\n')),
    )
    .map((value) =>
      value
        .replaceAll(/[\p{Cc}\p{Surrogate}\ufffe\uffff]/gu, (sign) => ('\n\t\u0085'.includes(sign) ? sign : ''))
        .trimEnd(),
    )
    .filter((value) => value !== '');

  it('keeps any text, even if it looks like YAML', () => {
    fc.assert(
      fc.property(text, text, text, (context, question, answer) => {
        const content = makeGrounded({
          taskDescription: question,
          seeds: [makeSkillSeed(1, { context, question, answer })],
        });
        const { content: back, verdict } = roundTrip(content);
        expect(verdict.errors.filter((error) => error.keyword === 'lint' || error.keyword === 'syntax')).toEqual([]);
        expect(back && { ...back, seeds: back.seeds.map((seed) => ({ ...seed, id: 's1' })) }).toEqual(content);
      }),
      { numRuns: 300 },
    );
  }, 60_000);
});

describe('a qna.yaml read as a leaf', () => {
  it('keeps the written text where YAML reads something else, and says so', () => {
    const text =
      'created_by: 1_000\nseed_examples:\n- question: Open?\n  answer: yes\n- question: When?\n  answer: 12:30\n- question: Born?\n  answer: 2024-01-01\n';
    const { content, verdict } = readText(text, paths.skill);
    expect(content).toMatchObject({
      createdBy: '1_000',
      seeds: [{ answer: 'yes' }, { answer: '12:30' }, { answer: '2024-01-01' }],
    });
    expect(verdict.errors.filter((error) => error.keyword === 'type')).toHaveLength(4);
  });

  it('is a grounded skill with contexts, and a freeform skill without', () => {
    const text = (context: string) =>
      `created_by: a\ntask_description: t\nseed_examples:\n- question: Q?\n  answer: A.\n${context}`;
    expect(readText(text(''), paths.skill).content?.kind).toBe('freeform');
    expect(readText(text('  context: C.\n'), paths.skill).content?.kind).toBe('grounded');
  });

  it('converts knowledge of version 2 as far as possible, with questions of one context together', () => {
    const text =
      'version: 2\ncreated_by: a\ndomain: d\ntask_description: About it.\nseed_examples:\n- {question: Q1, answer: A1, context: C}\n- {question: Q2, answer: A2, context: C}\n- {question: Q3, answer: A3}\n';
    const { content, verdict } = readText(text, paths.knowledge);
    expect(verdict.errors).toMatchObject([{ keyword: 'deprecated' }]);
    expect(content).toMatchObject({
      kind: 'knowledge',
      documentOutline: 'About it.',
      document: null,
      seeds: [
        { context: 'C', questionsAndAnswers: [{ question: 'Q1' }, { question: 'Q2' }] },
        { context: '', questionsAndAnswers: [{ question: 'Q3' }] },
      ],
    });
    expect(verdict.warnings).toContainEqual(
      expect.objectContaining({ path: '.seed_examples[2].context', keyword: 'incomplete', line: 8 }),
    );
  });

  it('gives equal seeds equal ids, and different ids to duplicates in one file', () => {
    const text = 'created_by: a\ntask_description: t\nseed_examples:\n- &s {question: Q?, answer: A.}\n- *s\n';
    const ids = () => readText(text, paths.skill).content?.seeds.map((seed) => seed.id) ?? [];
    expect(ids()).toEqual(ids());
    expect(new Set(ids()).size).toBe(2);
  });

  it.each([
    ['no seeds', 'created_by: a\n', '.seed_examples'],
    ['seeds that are no list', 'seed_examples: five\n', '.seed_examples'],
    ['a seed that is a word', 'seed_examples:\n- word\n', '.seed_examples[0]'],
    ['an answer that is a list', 'seed_examples:\n- question: Q?\n  answer: [a]\n', '.seed_examples[0].answer'],
  ])('imports nothing from a file with %s, and says where', (_, text, path) => {
    const { content, verdict } = readText(`version: 1\n${text}`, paths.knowledge);
    expect(content).toBeNull();
    expect([...verdict.errors, ...verdict.warnings].map((problem) => problem.path)).toContain(path);
  });
});

describe('attribution.txt', () => {
  it('is read whatever the case of its keys, and several works are joined', () => {
    const text =
      '\uFEFFTITLE OF WORK: One\r\nLink_to_work: https://example.org/a:b\n\ntitle of work: Two\nLicense of the work: MIT\nlicense of the work: MIT\nNo such key: x\n';
    expect(parseAttribution(text)).toEqual({
      titleOfWork: 'One; Two',
      linkToWork: 'https://example.org/a:b',
      revision: '',
      licenseOfTheWork: 'MIT',
      creatorNames: '',
    });
  });

  it('may contain any text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void parseAttribution(text)));
  });
});
