import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  isUnanswerable,
  readBlocks,
  readExplanation,
  readPairs,
  readSafety,
  readScore,
  readVerdict,
} from '@/taxonomy/generation/steps/read-answer';

describe('readBlocks', () => {
  it('reads each text up to its end, whatever is around it', () => {
    const text = 'Sure!\n[QUESTION]\nWhy?\n[END]\nand\n[QUESTION]\nHow?\nMuch?\n[END]\nBye.';
    expect(readBlocks(text, '[QUESTION]')).toEqual([
      { text: 'Why?', isClosed: true },
      { text: 'How?\nMuch?', isClosed: true },
    ]);
  });

  it.each([
    ['[question] why? [end]', 'why?'],
    ['[Question]\nwhy?\n[End]', 'why?'],
    ['[QUESTION]why?', 'why?'],
  ])('reads the tags of %j in any case, and text that ends without one', (text, expected) => {
    expect(readBlocks(text, '[QUESTION]').map((block) => block.text)).toEqual([expected]);
  });

  it('ends a text where the next one begins, and knows which one may be cut off', () => {
    expect(readBlocks('[QUESTION] a [QUESTION] b', '[QUESTION]')).toEqual([
      { text: 'a', isClosed: true },
      { text: 'b', isClosed: false },
    ]);
  });

  it('ends a text where the teacher repeats marks of our prompts', () => {
    const text =
      '[QUESTION]\nWhy?\n<context 1a2b3c4d>\nA text.\n</context 1a2b3c4d>\n[QUESTION]\nHow <b>so</b>?\n[END]';
    expect(readBlocks(text, '[QUESTION]')).toEqual([
      { text: 'Why?', isClosed: true },
      { text: 'How <b>so</b>?', isClosed: true },
    ]);
  });

  it('keeps the indentation of a first line, and removes blank lines around a text', () => {
    const code = '    def f():\n        return 1';
    expect(readBlocks(`[ANSWER]\n\n  \n${code}  \n\n[END]`, '[ANSWER]')[0]?.text).toBe(code);
    expect(readPairs(`[QUESTION] Which?\n[ANSWER]\n${code}\n[END]`)[0]?.pair).toEqual({
      question: 'Which?',
      answer: code,
    });
    expect(readBlocks('[ANSWER]  why?', '[ANSWER]')[0]?.text).toBe('why?');
  });

  it('finds nothing where there is nothing', () => {
    expect(readBlocks('I would rather not.', '[QUESTION]')).toEqual([]);
  });

  it('handles characters with longer capitals, such as ß', () => {
    expect(readBlocks('ßß[answer]ßé😀[end]', '[ANSWER]')).toEqual([{ text: 'ßé😀', isClosed: true }]);
  });

  it('reads a hundred thousand opened tags', { timeout: 30_000 }, () => {
    expect(readBlocks('[QUESTION]x'.repeat(100_000), '[QUESTION]')).toHaveLength(100_000);
    readBlocks('[END]'.repeat(200_000), '[QUESTION]');
    readPairs('[QUESTION][ANSWER]'.repeat(50_000));
  });

  it('returns what was put between tags, for any text without tags', { timeout: 30_000 }, () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' }).filter((text) => !text.includes('['))), (texts) => {
        const written = texts.map((text) => `[QUESTION]\n${text}\n[END]`).join('\n');
        const read = readBlocks(written, '[QUESTION]').map(({ text }) => text);
        expect(read.map((text) => text.trim())).toEqual(texts.map((text) => text.trim()));
        expect(
          read.every((text) => text === text.trimEnd() && (text === '' || text.split('\n')[0]?.trim() !== '')),
        ).toBe(true);
      }),
    );
  });
});

// Known inputs of InstructLab's own parser; where it keeps garbage, ours does not.
describe('readPairs', () => {
  const pairs = (text: string) => readPairs(text).map(({ pair }) => pair);

  it.each([
    [
      '[QUESTION]\nQ1\n[ANSWER]\nA1\n[END]\n[QUESTION]\nQ2\n[ANSWER]\nA2\n[END]',
      [
        ['Q1', 'A1'],
        ['Q2', 'A2'],
      ],
    ],
    ['[Question] Q1 [Answer] A1', [['Q1', 'A1']]],
    ['[question] q [answer] a', [['q', 'a']]],
    ['[QUESTION] Q1 no answer [QUESTION] Q2 [ANSWER] A2', [null, ['Q2', 'A2']]],
    ['[QUESTION]\nQ\n[ANSWER]\nx\n[END]\nTrailing chatter', [['Q', 'x']]],
    ['[QUESTION]\n[ANSWER]\nA', [null]],
    ['[QUESTION] Q1 [ANSWER] A1 [ANSWER] A1b', [null]],
    ['no pair at all', []],
  ])('reads %j', (text, expected) => {
    expect(pairs(text)).toEqual(
      expected.map((pair) => (pair === null ? null : { question: pair[0], answer: pair[1] })),
    );
  });
});

describe('readSafety', () => {
  it.each([
    ['Harmless.\nVERDICT: SAFE', []],
    ['**Verdict: Safe.**', []],
    ['It praises a fight.\nVERDICT: VIOLENCE', ['violence']],
    ['verdict: malicious code , hate', ['hate', 'malicious_code']],
    ['VERDICT: PERSONAL_DATA', ['personal_data']],
    [
      'VERDICT: VIOLENCE, SEXUAL, HATE, PERSONAL DATA, ADVICE, MALICIOUS CODE',
      ['violence', 'sexual', 'hate', 'personal_data', 'advice', 'malicious_code'],
    ],
  ])('reads %j', (text, found) => expect(readSafety(text)).toEqual(found));

  it.each([
    '',
    'VERDICT:',
    'VERDICT: NO',
    'VERDICT: UNSAFE',
    'VERDICT: SAFE, HATE',
    'VERDICT: HATE OR NOT',
    'SAFE',
    'VERDICT: ,',
  ])('finds no clear verdict in %j', (text) => expect(readSafety(text)).toBeNull());
});

describe('readScore', () => {
  const scale = { from: 1, to: 3 };

  it.each([
    ['It is fine.\rSCORE: 2', 2],
    ['It is fine.\u2028SCORE：２', 2],
    ['Good.\nSCORE: 2', 2],
    ['Good.\n**Score: 3**', 3],
    ['SCORE: 1.0', 1],
    ['It is fine.\nscore: 2.', 2],
    ['Fine.\nSCORE: 2\n[END]', 2],
    ['Fine.\n```\nSCORE: 2\n```', 2],
    ['SCORE: 2\nstill\nSCORE: 2', 2],
  ])('reads %j', (text, score) => expect(readScore(text, scale)).toBe(score));

  it.each([
    '',
    'SCORE:',
    'SCORE: 4',
    'SCORE: 0',
    'SCORE: -1',
    'SCORE: 2/3',
    'SCORE: 2.5',
    'SCORE: two',
    'SCORE: 2 or 3',
    'SCORE: 1e0',
    'SCORE: 0x2',
    'SCORE: 2\nBut I am not sure.',
    'SCORE: 1\nOn second thought:\nSCORE: 3',
    'I would give it a 2',
    'The score is 2',
    'HIGHSCORE: 2',
  ])('never guesses a score from %j', (text) => expect(readScore(text, scale)).toBeNull());
});

describe('readVerdict', () => {
  it.each([
    ['The text says so.\nVERDICT: YES', 'yes'],
    ['Not stated.\nVerdict: no', 'no'],
    ['VERDICT: YES.', 'yes'],
  ])('reads %j', (text, verdict) => expect(readVerdict(text)).toBe(verdict));

  it.each(['', 'VERDICT: MAYBE', 'VERDICT: YES\nor perhaps not', 'YES', 'VERDICT: NO\nVERDICT: YES', 'VERDICT YES'])(
    'never guesses a verdict from %j',
    (text) => expect(readVerdict(text)).toBeNull(),
  );
});

describe('other parts of an answer', () => {
  it('include an explanation before the verdict', () => {
    expect(readExplanation('Because of this.\nAnd that.\nVERDICT: YES\n')).toBe('Because of this.\nAnd that.');
    expect(readExplanation('VERDICT: YES')).toBe('');
  });

  it('include that there is nothing to ask', () => {
    expect(isUnanswerable('[Unanswerable]')).toBe(true);
    expect(isUnanswerable('That is unanswerable.')).toBe(false);
  });

  it('never cause an error or a hang, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 500 }), (text) => {
        readPairs(text);
        readScore(text, { from: 0, to: 2 });
        readVerdict(text);
        readExplanation(text);
      }),
    );
  });
});
