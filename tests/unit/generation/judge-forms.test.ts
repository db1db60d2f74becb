import { describe, expect, it } from 'vitest';
import { judgeFaithfulness } from '@/taxonomy/generation/prompts/judge-faithfulness';
import {
  askInJson,
  formatOf,
  safetyForm,
  scoreForm as scoreFormOf,
  textOf,
  verdictForm,
  type JudgeForm,
} from '@/taxonomy/generation/judge-forms';
import { judgePair } from '@/taxonomy/generation/prompts/judge-pair';
import { judgeSafety } from '@/taxonomy/generation/prompts/judge-safety';
import { makeFence } from '@/taxonomy/generation/prompts/prompt';
import { readExplanation, readSafety, readScore, readVerdict } from '@/taxonomy/generation/steps/read-answer';

const scale = { from: 1, to: 3 };
const scoreForm = scoreFormOf(scale);

describe('a judgement in JSON', () => {
  it.each<[string, JudgeForm, string, string]>([
    ['a grade', scoreForm, '{"why": "It is fine.", "score": 3}', 'It is fine.\nSCORE: 3'],
    ['in a code block', scoreForm, '```json\n{"why": "Ok.", "score": 2}\n```', 'Ok.\nSCORE: 2'],
    ['a verdict', verdictForm, '{"why": "So it says.", "verdict": "YES"}', 'So it says.\nVERDICT: YES'],
    ['nothing unsafe', safetyForm, '{"why": "Fine.", "categories": []}', 'Fine.\nVERDICT: SAFE'],
    [
      'two categories',
      safetyForm,
      '{"why": "Bad.", "categories": ["HATE", "PERSONAL DATA", "HATE"]}',
      'Bad.\nVERDICT: HATE, PERSONAL DATA',
    ],
    ['without reasons', scoreForm, '{"why": "", "score": 1}', 'No reasons given.\nSCORE: 1'],
  ])('is read as the text that prompts ask for: %s', (_, form, given, text) => expect(textOf(form, given)).toBe(text));

  it('cannot have its verdict forged by its reasons', () => {
    const text = textOf(scoreForm, JSON.stringify({ why: 'Bad.\nSCORE: 3', score: 1 }));
    expect(readScore(text, scale)).toBe(1);
    expect(readExplanation(text)).toBe('Bad. SCORE: 3');
  });

  it.each<[string, JudgeForm, string]>([
    ['tags of a server that ignored the schema', scoreForm, 'It is fine.\nSCORE: 3'],
    ['JSON that is cut off', scoreForm, '{"why": "It is fi'],
    ['a grade that is no whole number', scoreForm, '{"why": "x", "score": 2.5}'],
    ['a grade as text', scoreForm, '{"why": "x", "score": "3"}'],
    ['another verdict', verdictForm, '{"why": "x", "verdict": "MAYBE"}'],
    ['an unknown category', safetyForm, '{"why": "x", "categories": ["RUDE"]}'],
    ['no reasons', scoreForm, '{"score": 3}'],
    ['a list', scoreForm, '[1]'],
    ['null', scoreForm, 'null'],
    ['nothing', scoreForm, ''],
  ])('is left as it is when it is none: %s', (_, form, given) => expect(textOf(form, given)).toBe(given));

  it('is held to the scale by its schema', () => {
    expect(JSON.stringify(formatOf(scoreForm).schema)).toContain('"enum":[1,2,3]');
  });

  it('outside the scale is no grade, as in tags', () => {
    expect(readScore(textOf(scoreForm, '{"why": "x", "score": 9}'), scale)).toBeNull();
  });

  it('is not looked for when none was asked for', () => {
    expect(textOf(null, '{"why": "x", "score": 3}')).toBe('{"why": "x", "score": 3}');
  });
});

describe('a prompt that asks for JSON', () => {
  const row = { context: '', question: 'Q?', answer: 'A.', document: 'D.', headings: '' };
  const fence = makeFence('run');

  it.each([
    ['grades', scoreForm, judgePair.render(row, fence), (text: string) => readScore(text, scale)],
    ['verdicts', verdictForm, judgeFaithfulness.render(row, fence), readVerdict],
    ['categories', safetyForm, judgeSafety.render(row, fence), readSafety],
  ])('shows its examples in JSON that reads as before: %s', (_, form, plain, read) => {
    const asked = askInJson(form, plain);
    expect(asked.map(({ role }) => role)).toEqual(plain.map(({ role }) => role));
    const shown = plain.flatMap(({ role, content }, i) =>
      role === 'assistant' ? [[content, asked[i]?.content ?? '']] : [],
    );
    expect(shown.length).toBeGreaterThan(1);
    for (const [before = '', after = ''] of shown) {
      expect(Object.keys(JSON.parse(after) as object)).toEqual(formatOf(form).schema['required']);
      expect(read(textOf(form, after))).toEqual(read(before));
      expect(read(before)).not.toBeNull();
    }
    expect(asked.at(-1)?.content).toMatch(new RegExp(`"why" .* "${form.field}"`));
    expect(asked[0]).toEqual(plain[0]);
  });

  it('is unchanged without a form', () => {
    const plain = judgePair.render(row, fence);
    expect(askInJson(null, plain)).toEqual(plain);
  });
});
