import { describe, expect, it } from 'vitest';
import { fitted, refusalOf } from '@/taxonomy/generation/sample-imports/check-pair';

const pair = { context: null, question: 'Why?', answer: 'Because.' };

describe('a question and an answer from a file', () => {
  it.each([
    [{ question: '\n ' }, 'freeform', 'empty', 'The question is empty.'],
    [{ answer: '' }, 'freeform', 'empty', 'The answer is empty.'],
    [{}, 'grounded', 'no_context', 'Samples of this leaf need a context. Name the field of it.'],
    [{ context: ' ' }, 'knowledge', 'no_context', 'Samples of this leaf need a context. Name the field of it.'],
    [{ answer: 'x'.repeat(200_001) }, 'freeform', 'too_long', 'The answer has more than 200,000 characters.'],
    [{ answer: 'a\0' }, 'freeform', 'invisible', 'The answer contains U+0000 or half of a character. Remove it.'],
    [{ answer: 'a\ud800b' }, 'freeform', 'invisible', 'The answer contains U+0000 or half of a character. Remove it.'],
    [{ question: 'a\u001bb' }, 'freeform', 'invisible', 'The question contains U+001B. Remove it.'],
    [{ context: 'a\u2060b' }, 'grounded', 'invisible', 'The context contains U+2060 (word joiner). Remove it.'],
    [{ answer: 'a\u202eb' }, 'freeform', 'invisible', 'The answer contains U+202E. Remove it.'],
  ] as const)('is refused for what a reviewer could not see: %j', (change, kind, reason, detail) => {
    expect(refusalOf({ ...pair, ...change }, kind)).toEqual({ reason, detail });
  });

  it.each([
    { answer: 'Tabs\tand\r\nlines, no-break\u00a0spaces, a family 👨‍👩‍👧.' },
    { question: 'می‌خواهم؟' },
    { answer: 'x'.repeat(200_000) },
  ])('may have what scripts need: %#', (change) => {
    expect(refusalOf({ ...pair, ...change }, 'freeform')).toBeNull();
  });

  it('has its context before the question in a leaf without contexts', () => {
    const given = { ...pair, context: 'Birds sing.' };
    expect(fitted(given, 'freeform')).toEqual({ ...pair, question: 'Birds sing.\n\nWhy?' });
    expect(fitted(given, 'grounded')).toEqual(given);
    expect(fitted({ ...pair, context: ' ' }, 'grounded')).toEqual(pair);
  });
});
