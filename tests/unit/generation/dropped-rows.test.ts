import { describe, expect, it } from 'vitest';
import { StepChain, type ContextOf, type Place } from '@/taxonomy/generation/pipelines/step-chain';
import type { Step } from '@/taxonomy/generation/steps/step';
import { StoppedError } from '@/taxonomy/generation/stopped-error';
import { TeacherError } from '@/taxonomy/generation/teacher/teacher';

type Row = { text: string; scores?: unknown[]; count?: number };
const nobody: ContextOf = () => ({ ask: () => Promise.reject(new Error('nobody is asked here')) });
const never = new AbortController().signal;
const step = (name: string, run: Step<Row, Row>['run']): Step<Row, Row> => ({ name, label: name, prompts: [], run });
const letters = step('letters', async ({ text }, _, emit) => {
  for (const [place, letter] of text.split('').entries()) emit.keep(place, { text: letter });
});
const soon = () => new Promise((resolve) => setTimeout(resolve, 5));

describe('a row that only the teacher can be blamed for', () => {
  it.each(['too_long', 'refused_request', 'only_thought'] as const)(
    'is dropped, and the others stay: %s',
    async (kind) => {
      const refuses = step('refuses', async (row, _, emit) => {
        if (row.text === 'a') throw new TeacherError(kind, 'Not this one.');
        emit.keep(0, row);
      });
      const { kept, dropped } = await StepChain.start<Row>()
        .step(letters)
        .step(refuses)
        .run({ text: 'ab' }, nobody, never);
      expect(kept.map(({ row }) => row.text)).toEqual(['b']);
      expect(dropped).toMatchObject([{ reason: 'unanswered', detail: 'Not this one.', step: 'refuses' }]);
    },
  );

  it('keeps what the first step had made before it was refused', async () => {
    const halfway = step('halfway', async (row, _, emit) => {
      emit.keep(0, row);
      throw new TeacherError('too_long', 'No more.');
    });
    const { kept, dropped } = await StepChain.start<Row>().step(halfway).run({ text: 'a' }, nobody, never);
    expect(kept.map(({ path }) => path)).toEqual(['0']);
    expect(dropped).toMatchObject([{ reason: 'unanswered' }]);
  });
});

describe('a dropped row', () => {
  const dropWith = (row: object) =>
    step('drops', async (_, __, emit) => emit.drop(0, { reason: 'judged_bad', detail: 'Bad.', row: { ...row } }));
  const shown = async (row: object) => {
    const { dropped } = await StepChain.start<Row>().step(dropWith(row)).run({ text: 'T', count: 7 }, nobody, never);
    return dropped[0]?.row;
  };

  it('shows its texts and scores, and nothing else of it', async () => {
    const texts = { context: 'C', question: 'Q', answer: 'A', text: 'T' };
    expect(await shown({ ...texts, chunkId: 'c1', leafRules: {}, scores: [{ score: 1 }] })).toEqual({
      ...texts,
      scores: [{ score: 1 }],
    });
    expect(await shown({ context: null, question: 'Q', scores: [] })).toEqual({ question: 'Q', text: 'T' });
  });

  it('shows the beginning of very long texts', async () => {
    expect(await shown({ answer: 'x'.repeat(30_000) })).toMatchObject({ answer: 'x'.repeat(20_000) });
  });
});

describe('what was made from a duplicate', () => {
  // The second of two equal rows comes first, and is already on its way when the first one comes.
  const late = step('late', async (_, __, emit) => {
    emit.keep(1, { text: 'x' }, 'x');
    await soon();
    emit.keep(0, { text: 'x' }, 'x');
  });

  it('goes with it', async () => {
    const twice = step('twice', async (row, _, emit) => {
      emit.keep(0, row);
      emit.keep(1, row);
    });
    const last = step('last', async (row, _, emit) => emit.keep(0, row));
    const chain = StepChain.start<Row>().step(late).step(twice).step(last);
    const { kept, dropped } = await chain.run({ text: '' }, nobody, never);
    expect(kept.map(({ path }) => path)).toEqual(['0.0.0', '0.1.0']);
    expect(dropped.map(({ reason }) => reason)).toEqual(['duplicate']);
  });

  it('makes no more calls, even for rows that were made from it', async () => {
    const asked: string[] = [];
    const ask =
      (place: Place): ReturnType<ContextOf>['ask'] =>
      async () => {
        asked.push(place.path);
        return { text: '', finishReason: null, callKey: '', model: '' };
      };
    const prompt = { name: 'p', version: 1, text: 'Do it.', temperature: 0, maxTokens: 1, render: () => [] };
    const asks = step('asks', async (row, context, emit) => {
      await soon();
      await soon();
      await context.ask(prompt, {});
      emit.keep(0, row);
    });
    const passes = step('passes', async (row, _, emit) => emit.keep(0, row));
    const chain = StepChain.start<Row>().step(late).step(passes).step(asks);
    const { kept } = await chain.run({ text: '' }, (place) => ({ ask: ask(place) }), never);
    expect(asked).toEqual(['0.0']);
    expect(kept.map(({ path }) => path)).toEqual(['0.0.0']);
  });

  it('is not asked about another one: each row without a twin stays', async () => {
    const { kept } = await StepChain.start<Row>().step(letters).run({ text: 'aa' }, nobody, never);
    expect(kept).toHaveLength(2);
  });

  it('does not free its place: of three equal rows one stays', async () => {
    const three = step('three', async (_, __, emit) => {
      for (const place of [2, 0, 1]) emit.keep(place, { text: 'x' }, 'x');
    });
    const { kept, dropped } = await StepChain.start<Row>().step(three).run({ text: '' }, nobody, never);
    expect(kept.map(({ path }) => path)).toEqual(['0']);
    expect(dropped).toHaveLength(2);
  });
});

describe('where a call is made', () => {
  it('is named by its step, its depth and the place of its row', async () => {
    const places: Place[] = [];
    const note: ContextOf = (place) => {
      places.push(place);
      return nobody(place, never);
    };
    const passes = step('passes', async (row, _, emit) => emit.keep(0, row));
    await StepChain.start<Row>().step(letters).step(passes).step(passes).run({ text: 'ab' }, note, never);
    expect(places.map(({ step: name, depth, path }) => `${name} ${depth} ${path}`).toSorted()).toEqual([
      'letters 0 ',
      'passes 1 0',
      'passes 1 1',
      'passes 2 0.0',
      'passes 2 1.0',
    ]);
  });
});

describe('an item that was stopped before it began', () => {
  it('does nothing', async () => {
    let begun = 0;
    const counts = step('counts', async () => void (begun += 1));
    const stopped = AbortSignal.abort(new StoppedError('Enough.'));
    await expect(StepChain.start<Row>().step(counts).run({ text: '' }, nobody, stopped)).rejects.toThrow('Enough.');
    expect(begun).toBe(0);
  });
});
