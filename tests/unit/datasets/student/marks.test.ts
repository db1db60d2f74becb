import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { handleMarks } from '@/taxonomy/datasets/student/marks';
import { isFault, type TrainingRow } from '@/taxonomy/datasets/student/row';

const marks = ['<|endoftext|>', '<|user|>', '[INST]', '[/INST]', '</s>'];
const rowOf = (...contents: string[]): TrainingRow => ({
  messages: contents.map((content, i) => ({ role: i % 2 === 0 ? 'user' : 'assistant', content })),
  unmask: false,
});

describe('marks of the template in a text', () => {
  const row = rowOf('What is <|endoftext|>?', 'It ends a turn: <|endoftext|>, [INST] and [/INST].');

  it('are counted and kept', () => {
    const found = { '<|endoftext|>': 2, '[INST]': 1, '[/INST]': 1 };
    expect(handleMarks(row, marks, 'keep')).toEqual({ row, marks: found });
  });

  it('are broken up, so that the text ends no turn', () => {
    expect(handleMarks(row, marks, 'break up')).toMatchObject({
      row: {
        messages: [
          { content: 'What is < |endoftext|>?' },
          { content: 'It ends a turn: < |endoftext|>, [ INST] and [ /INST].' },
        ],
      },
      marks: { '<|endoftext|>': 2 },
    });
  });

  it('are named when rows with them are refused', () => {
    expect(handleMarks(row, marks, 'refuse')).toEqual({
      fault: expect.stringContaining('<|endoftext|>, [INST], [/INST]'),
    });
    expect(isFault(handleMarks(rowOf('Hello?', 'Hello.'), marks, 'refuse'))).toBe(false);
  });

  it('are all gone after breaking up, however they are nested', () => {
    const nested = fc.array(fc.constantFrom(...marks, '<', '<|', 'endoftext', '|>', '[', 'INST]', '/', 's>', ' '));
    fc.assert(
      fc.property(nested, (parts) => {
        const result = handleMarks(rowOf(parts.join('')), marks, 'break up');
        if (isFault(result)) return false;
        const again = handleMarks(result.row, marks, 'keep');
        return !isFault(again) && Object.keys(again.marks).length === 0;
      }),
    );
  });
});
