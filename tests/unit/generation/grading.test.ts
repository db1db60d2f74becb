import { describe, expect, it } from 'vitest';
import { gradesOf, passes } from '@/taxonomy/generation/steps/grading';
import { freeform } from '@/taxonomy/generation/pipelines/freeform';
import { StepChain, type ContextOf } from '@/taxonomy/generation/pipelines/step-chain';
import { judge } from '@/taxonomy/generation/steps/judge';
import { judgePair } from '@/taxonomy/generation/prompts/judge-pair';
import { judgeRelevancy } from '@/taxonomy/generation/prompts/judge-relevancy';
import type { Traced } from '@/taxonomy/generation/steps/step';

type Row = Traced & { question: string; answer: string };

const chain = StepChain.start<Row>()
  .step(
    judge({
      label: 'One',
      prompt: judgePair,
      values: (row) => row,
      grading: { scale: { from: 1, to: 3 }, atLeast: 2 },
    }),
  )
  .step(
    judge({
      label: 'Two',
      prompt: judgeRelevancy,
      values: (row) => row,
      grading: { scale: { from: 0, to: 2 }, atLeast: 2 },
    }),
  );

const run = async (grades: number[], settings: { asksEveryJudge?: boolean; thresholds?: Record<string, number> }) => {
  const asked: string[] = [];
  const contextOf: ContextOf = ({ step, path }) => ({
    ...settings,
    ask: async () => {
      asked.push(`${step} ${path}`);
      const text = `So.\nSCORE: ${grades[asked.length - 1]}`;
      return { text, finishReason: 'stop', callKey: step, model: 'm' };
    },
  });
  const row = { question: 'q', answer: 'a', scores: [], calls: [] };
  return { asked, ...(await chain.run(row, contextOf, new AbortController().signal)) };
};

describe('a threshold', () => {
  it('lets in a grade that equals it, and decides nothing for other steps', () => {
    expect(passes({ pair: 2 }, { pair: 2, other: 3 })).toBe(true);
    expect(passes({ pair: 2, question: 0 }, { pair: 2, question: 1 })).toBe(false);
    expect(passes({ pair: 1 }, {})).toBe(true);
  });

  it('knows no grade of a judge that gives a word', () => {
    expect(
      gradesOf([
        { step: 'pair', score: 2 },
        { step: 'safety', score: null },
      ]),
    ).toEqual({ pair: 2 });
  });

  it('replaces the one of the judge', async () => {
    expect((await run([1, 1], { thresholds: { 'judge-pair': 1, 'judge-relevancy': 1 } })).kept).toHaveLength(1);
  });
});

describe('asking every judge', () => {
  it('asks those after one that says no, where they would have been asked otherwise', async () => {
    const all = await run([1, 2], { asksEveryJudge: true });
    const plain = await run([3, 2], {});
    expect(all.asked).toEqual(plain.asked);
    expect(all.kept).toEqual([]);
    expect(all.dropped[0]?.judged).toMatchObject({ path: plain.kept[0]?.path, missing: 0, isRefused: false });
    expect(all.tallies.map(({ dropped }) => dropped)).toEqual([1, 0]);
  });

  it('is off by default: the row then lacks a call', async () => {
    const { asked, dropped } = await run([1], {});
    expect(asked).toHaveLength(1);
    expect(dropped[0]?.judged?.missing).toBe(1);
  });

  it('never reaches over a step that writes', () => {
    const [first] = freeform.steps.filter(({ judges }) => judges);
    const next = freeform.steps[freeform.steps.findIndex(({ name }) => name === first?.name) + 1];
    expect(next?.judges).toBeUndefined();
  });
});
