import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvLines, readCells } from '@/taxonomy/datasets/formats/csv-lines';

const text = fc.string({ unit: fc.constantFrom(...'a = + - @ \t \r \n " , ; \' \u2028 鳥'.split(' '), ' ') });

describe('a record of a CSV file', () => {
  it.for([',', ';', '\t'])('separated by %j gives its texts back, and none begins like a formula', (separator) => {
    const { show } = csvLines(['one', 'two'], separator);
    fc.assert(
      fc.property(text, text, (one, two) => {
        const cells = readCells(show({ one, two }), separator);
        expect(cells.map((cell) => /^[=+\-@\t\r]/.test(cell))).toEqual([false, false]);
        expect(cells.map((cell, i) => (cell === ([one, two][i] ?? '') ? cell : cell.replace(/^'/, '')))).toEqual([
          one,
          two,
        ]);
      }),
    );
  });

  it.for(['a,b', 'a"b,c\r\n', 'a,b,c\r\n', '"a,b\r\n', '=1,b\r\n'])('cannot be %j', (line) => {
    expect(() => csvLines(['one', 'two'], ',').read(line)).toThrow();
  });
});
