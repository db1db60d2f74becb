import { describe, expect, it } from 'vitest';
import { cellsOf, withTable } from '@/components/seeds/seeds-from-table';
import { emptyContent } from '@/taxonomy/seeds/content';

describe('withTable', () => {
  it('makes a seed from each row, without the header', () => {
    const pasted = withTable(emptyContent('freeform', 'ada'), 'Question\tAnswer\r\nQ1\tA1\r\nQ2\tA2\r\n');
    expect(pasted).toMatchObject({
      added: 2,
      content: { kind: 'freeform', seeds: [{ context: null, question: 'Q1', answer: 'A1' }, { question: 'Q2' }] },
    });
  });

  it('joins questions with the same context in a knowledge leaf', () => {
    const pasted = withTable(emptyContent('knowledge', 'ada'), 'C\tQ1\tA1\nC\tQ2\tA2\nD\tQ3\tA3');
    expect(pasted).toMatchObject({
      added: 2,
      content: {
        seeds: [{ context: 'C', questionsAndAnswers: [{ question: 'Q1' }, { answer: 'A2' }] }, { context: 'D' }],
      },
    });
  });

  it.each(['some text', 'one\trow', 'a\tb\tc\td\ne\tf\tg\th'])('leaves %j to be pasted as text', (text) => {
    expect(withTable(emptyContent('freeform', 'ada'), text)).toBeNull();
  });

  it('keeps line breaks and quotes inside a cell', () => {
    expect(cellsOf('"one\ntwo"\t"say ""hi"""\nb\tc\n')).toEqual([
      ['one\ntwo', 'say "hi"'],
      ['b', 'c'],
    ]);
  });
});
