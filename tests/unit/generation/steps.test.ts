import { describe, expect, it } from 'vitest';
import { judge } from '@/taxonomy/generation/steps/judge';
import { writeQuestionList } from '@/taxonomy/generation/steps/write-questions';
import { writeQuestionsAndAnswers } from '@/taxonomy/generation/steps/write-questions-and-answers';
import { writeOneAnswer } from '@/taxonomy/generation/steps/write-text';
import { prompt, row, run, saying } from '../../support/steps';

describe('a judge', () => {
  const grading = { scale: { from: 1, to: 3 }, atLeast: 2 };
  const step = judge<typeof row, object>({ label: 'Judged', prompt, values: () => ({}), grading });

  it('keeps a row that is good enough, with its score and explanation', async () => {
    const { kept, dropped } = await run(step, saying('Very good.\nSCORE: 3'));
    expect(kept).toMatchObject([
      {
        scores: [{ step: 'p', label: 'Judged', score: 3, scale: '1 to 3', explanation: 'Very good.', callKey: 'key' }],
        calls: [{ step: 'p', key: 'key', model: 'm' }],
      },
    ]);
    expect(dropped).toEqual([]);
  });

  it('drops a row that is not, with the reason', async () => {
    const { kept, dropped } = await run(step, saying('Wrong.\nSCORE: 1'));
    expect(kept).toEqual([]);
    expect(dropped).toMatchObject([
      {
        reason: 'judged_bad',
        detail: expect.stringContaining('Wrong.'),
        callKey: 'key',
        row: { question: 'Why?', scores: [{ step: 'p', score: 1, scale: '1 to 3', explanation: 'Wrong.' }] },
      },
    ]);
  });

  it('leaves what earlier judges said with a row that a later one drops', async () => {
    const earlier = { step: 'first', label: 'First', score: 1, scale: '0 to 1', explanation: 'Fine.', callKey: 'k' };
    const { dropped } = await run(step, saying('Wrong.\nSCORE: 1'), { ...row, scores: [earlier] });
    expect(dropped[0]?.row).toMatchObject({ scores: [earlier, { step: 'p', score: 1 }] });
    const { dropped: unread } = await run(step, saying('Hm.'), { ...row, scores: [earlier] });
    expect(unread[0]?.row).toMatchObject({ scores: [earlier] });
  });

  it.each(['SCORE: 7', 'fine', '', 'SCORE: 3/3'])('drops the unreadable %j as unparseable', async (text) => {
    expect((await run(step, saying(text))).dropped).toMatchObject([
      { reason: 'unparseable', row: { question: 'Why?' } },
    ]);
  });

  it('says so when its answer was cut off or withheld', async () => {
    expect((await run(step, saying('On the one hand', 'length'))).dropped).toMatchObject([{ reason: 'truncated' }]);
    expect((await run(step, saying('', 'content_filter'))).dropped).toMatchObject([{ reason: 'refused' }]);
  });

  it('reads a verdict as it reads a score', async () => {
    const verdict = judge<typeof row, object>({ label: 'J', prompt, values: () => ({}), grading: 'verdict' });
    expect((await run(verdict, saying('So it says.\nVERDICT: YES'))).kept).toMatchObject([
      { scores: [{ score: null }] },
    ]);
    expect((await run(verdict, saying('VERDICT: NO'))).dropped).toMatchObject([{ reason: 'judged_bad' }]);
  });
});

describe('writing questions', () => {
  const step = writeQuestionList<typeof row, object>({
    label: 'Q',
    prompt,
    values: () => ({}),
    count: ({ count }) => count,
    sampling: () => ({}),
  });
  const list = (...texts: string[]) => texts.map((text) => `[QUESTION]\n${text}\n[END]`).join('\n');

  it('makes a row from each', async () => {
    const { kept } = await run(step, saying(list('One?', 'Two?')));
    expect(kept.map(({ question }) => question)).toEqual(['One?', 'Two?']);
  });

  it('drops one that repeats another, whatever its spacing', async () => {
    const { kept, dropped } = await run(step, saying(list('One thing?', 'ONE   thing?')));
    expect(kept).toHaveLength(1);
    expect(dropped).toMatchObject([{ reason: 'duplicate', row: { question: 'ONE   thing?' } }]);
  });

  it('drops those beyond the requested number, as one entry', async () => {
    const { kept, dropped } = await run(step, saying(list('1', '2', '3', '4', '5')));
    expect(kept).toHaveLength(3);
    expect(dropped).toMatchObject([{ reason: 'surplus', detail: '2 more than the 3 requested.' }]);
  });

  it('drops the one that was cut off, and keeps those before it', async () => {
    const { kept, dropped } = await run(step, saying('[QUESTION] One? [END] [QUESTION] Tw', 'length'));
    expect(kept).toHaveLength(1);
    expect(dropped).toMatchObject([{ reason: 'truncated', row: { question: 'Tw' } }]);
  });

  it.each([
    ['I cannot do that.', 'unparseable'],
    ['[UNANSWERABLE]', 'refused'],
    ['[QUESTION]\n\n[END]', 'unparseable'],
  ])('reports %j as %s', async (text, reason) => {
    expect((await run(step, saying(text))).dropped).toMatchObject([{ reason }]);
  });
});

describe('writing an answer', () => {
  const step = writeOneAnswer<typeof row, object>({ label: 'A', prompt, values: () => ({}) });

  it('takes the text between the tags', async () => {
    expect((await run(step, saying('Of course.\n[ANSWER]\nBecause.\n[END]'))).kept).toMatchObject([
      { answer: 'Because.' },
    ]);
  });

  it.each([
    ['Because.', 'stop', 'unparseable'],
    ['[ANSWER]\n[END]', 'stop', 'unparseable'],
    ['[ANSWER]\nBecau', 'length', 'truncated'],
    ['[UNANSWERABLE]', 'stop', 'refused'],
  ])('drops %j (%s) as %s', async (text, finish, reason) => {
    expect((await run(step, saying(text, finish))).dropped).toMatchObject([{ reason }]);
  });
});

describe('writing pairs', () => {
  const passage = {
    ...row,
    domain: '',
    outline: '',
    exampleContext: '',
    examples: [],
    headings: '',
    about: 'Text.',
    sampling: {},
  };

  it('makes a row from each pair, and drops incomplete ones with their text', async () => {
    const text = '[QUESTION]Q1[ANSWER]A1[END][QUESTION]Q2[END]';
    const { kept, dropped } = await run(writeQuestionsAndAnswers<typeof passage>(), saying(text), passage);
    expect(kept).toMatchObject([{ question: 'Q1', answer: 'A1' }]);
    expect(dropped).toMatchObject([{ reason: 'unparseable', row: { text: 'Q2' } }]);
  });
});
