import { describe, expect, it } from 'vitest';
import { StepChain, type ContextOf, type PipelineResult } from '@/taxonomy/generation/pipelines/step-chain';
import type { Step } from '@/taxonomy/generation/steps/step';
import { WaitingError } from '@/taxonomy/generation/waiting-error';
import { StoppedError } from '@/taxonomy/generation/stopped-error';
import { TeacherError } from '@/taxonomy/generation/teacher/teacher';

type Row = { text: string };
const nobody: ContextOf = () => ({ ask: () => Promise.reject(new Error('nobody is asked here')) });
const never = new AbortController().signal;

const step = (name: string, run: Step<Row, Row>['run']): Step<Row, Row> => ({ name, label: name, prompts: [], run });
/** Makes a row from each letter, at the time given by the letter's index in `order`. */
const letters = (order?: string): Step<Row, Row> =>
  step('letters', async ({ text }, _, emit) => {
    const places = text.split('').map((letter, place) => ({ letter, place }));
    for (const { letter, place } of order ? order.split('').map((p) => places[Number(p)]!) : places) {
      emit.keep(place, { text: letter }, letter);
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  });
const upper = step('upper', async ({ text }, _, emit) => emit.keep(0, { text: text.toUpperCase() }));
const bar = ({ tallies }: PipelineResult<Row>, name: string) => tallies.find((tally) => tally.step === name);

describe('a pipeline', () => {
  it('sends every row through every step, and counts what became of each', async () => {
    const noB = step('no-b', async (row, _, emit) =>
      row.text === 'b' ? emit.drop(0, { reason: 'judged_bad', detail: 'a b' }) : emit.keep(0, row),
    );
    const pipeline = StepChain.start<Row>().step(letters()).step(noB).step(upper);
    const result = await pipeline.run({ text: 'abc' }, nobody, never);
    expect(result.kept).toEqual([
      { row: { text: 'A' }, path: '0.0.0' },
      { row: { text: 'C' }, path: '2.0.0' },
    ]);
    expect(result.dropped).toEqual([{ step: 'no-b', reason: 'judged_bad', detail: 'a b', row: { text: 'b' } }]);
    expect(result.tallies).toEqual([
      { step: 'letters', ordinal: 0, entered: 1, made: 3, kept: 3, dropped: 0 },
      { step: 'no-b', ordinal: 1, entered: 3, made: 3, kept: 2, dropped: 1 },
      { step: 'upper', ordinal: 2, entered: 2, made: 2, kept: 2, dropped: 0 },
    ]);
  });

  it('sends each row on as soon as it exists, not when its step is done', async () => {
    const order: string[] = [];
    const slow = step('slow', async (_, __, emit) => {
      emit.keep(0, { text: 'first' });
      await new Promise((resolve) => setTimeout(resolve, 20));
      order.push('slow step is done');
      emit.keep(1, { text: 'second' });
    });
    const next = step('next', async (row, _, emit) => {
      order.push(`next has ${row.text}`);
      emit.keep(0, row);
    });
    await StepChain.start<Row>().step(slow).step(next).run({ text: '' }, nobody, never);
    expect(order).toEqual(['next has first', 'slow step is done', 'next has second']);
  });

  it.each(['0123', '3210', '2031'])(
    'keeps the first of two equal rows, when they come in the order %s',
    async (order) => {
      const pipeline = StepChain.start<Row>().step(letters(order)).step(upper);
      const result = await pipeline.run({ text: 'abab' }, nobody, never);
      expect(result.kept.map(({ row, path }) => `${row.text}${path}`)).toEqual(['A0.0', 'B1.0']);
      expect(bar(result, 'letters')).toMatchObject({ made: 4, kept: 2, dropped: 2 });
      expect(bar(result, 'upper')).toMatchObject({ entered: 2, made: 2, kept: 2 });
      expect(result.dropped.map(({ reason }) => reason)).toEqual(['duplicate', 'duplicate']);
    },
  );

  it('makes no more calls for a row once an equal one with a lower place exists', async () => {
    let asked = 0;
    const ask: ContextOf = () => ({
      ask: async () => ({ text: String((asked += 1)), finishReason: null, callKey: '', model: '' }),
    });
    const late = step('late', async (_, __, emit) => {
      emit.keep(1, { text: 'x' }, 'x');
      emit.keep(0, { text: 'x' }, 'x');
    });
    const asks = step('asks', async (row, context, emit) => {
      await context.ask({ name: 'p', version: 1, text: 'Do it.', temperature: 0, maxTokens: 1, render: () => [] }, {});
      emit.keep(0, row);
    });
    const result = await StepChain.start<Row>().step(late).step(asks).run({ text: '' }, ask, never);
    expect(result.kept.map(({ path }) => path)).toEqual(['0.0']);
    expect(asked).toBeLessThanOrEqual(2);
  });

  it('drops a row that the teacher refuses, and keeps the others', async () => {
    const refuses = step('refuses', async (row, _, emit) => {
      if (row.text === 'b') throw new TeacherError('too_long', 'It does not fit.');
      emit.keep(0, row);
    });
    const result = await StepChain.start<Row>().step(letters()).step(refuses).run({ text: 'abc' }, nobody, never);
    expect(result.kept.map(({ row }) => row.text)).toEqual(['a', 'c']);
    expect(result.dropped).toMatchObject([{ step: 'refuses', reason: 'unanswered', detail: 'It does not fit.' }]);
  });

  it('fails as a whole when its first step is refused, or the teacher fails for good', async () => {
    const refuses = step('refuses', async () => {
      throw new TeacherError('refused_request', 'No.');
    });
    await expect(StepChain.start<Row>().step(refuses).run({ text: 'a' }, nobody, never)).rejects.toThrow('No.');
    const busy = step('busy', async (row, _, emit) => {
      if (row.text === 'a') throw new TeacherError('timeout', 'Too slow.');
      await new Promise((resolve) => setTimeout(resolve, 10));
      emit.keep(0, row);
    });
    const pipeline = StepChain.start<Row>().step(letters()).step(busy);
    await expect(pipeline.run({ text: 'ab' }, nobody, never)).rejects.toThrow('Too slow.');
  });

  it('finishes running calls when it is stopped, and says that it was stopped', async () => {
    const stop = new AbortController();
    const hangs: ContextOf = (_, signal) => ({
      ask: () => new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
    });
    const asks = step('asks', async (_, { ask }) => {
      await ask({ name: 'p', version: 1, text: 'Do it.', temperature: 0, maxTokens: 1, render: () => [] }, {});
    });
    const running = StepChain.start<Row>().step(asks).run({ text: 'a' }, hangs, stop.signal);
    stop.abort(new StoppedError('enough'));
    await expect(running).rejects.toBeInstanceOf(StoppedError);
  });

  it('takes other rows as far as possible while one waits for an answer, then says that it waits', async () => {
    const seen: string[] = [];
    const waits = step('waits', async (row, _, emit) => {
      if (row.text === 'a') throw new WaitingError('The answer comes later.');
      emit.keep(0, row);
    });
    const sees = step('sees', async (row, _, emit) => {
      seen.push(row.text);
      emit.keep(0, row);
    });
    const chain = StepChain.start<Row>().step(letters()).step(waits).step(sees);
    await expect(chain.run({ text: 'abc' }, nobody, never)).rejects.toThrow(WaitingError);
    expect(seen).toEqual(['b', 'c']);
  });
});
