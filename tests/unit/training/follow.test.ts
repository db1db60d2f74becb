import { appendFileSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findLogs, phaseName } from '@/taxonomy/training/runs/find-logs';
import { newsOf, notFollowed, type Followed, type News } from '@/taxonomy/training/runs/follow-phase';
import { mergePoints, readPlan, readPoint } from '@/taxonomy/training/runs/read-point';
import { parsePythonLine } from '@/taxonomy/training/python-json';

let root: string;
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'training-'));
});
afterEach(() => rmSync(root, { recursive: true }));

function write(name: string, content: string | object): string {
  const file = path.join(root, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

const point = (line: string) => readPoint(parsePythonLine(line) as Record<string, unknown>);

/** What a look at the only phase of the folder finds, taken as stored. */
async function look(followed: Followed, isLast = false): Promise<News[]> {
  const [phase] = await findLogs(root);
  const news: News[] = [];
  for await (const each of newsOf(phase!, followed, isLast)) {
    each.commit();
    news.push(each);
  }
  return news;
}
const steps = (news: News[]) => news.flatMap(({ points }) => points.map(({ step }) => step));

describe('a point', () => {
  it('of instructlab-training has the loss of all GPUs, its tokens and its time', () => {
    const line =
      '{"epoch":0,"step":2,"rank":0,"loss":9.0,"lr":1.6e-06,"num_loss_counted_tokens":61941,"batch_size":125,"total_loss":2.47,"gradnorm":53.5,"timestamp":"2025-03-25T07:59:38.524983"}';
    expect(point(line)).toMatchObject({
      step: 2,
      loss: 2.47,
      learningRate: 1.6e-6,
      gradientNorm: 53.5,
      stepTokens: 61941,
      at: new Date('2025-03-25T07:59:38.524'),
    });
  });

  it('of the Hugging Face Trainer has tokens so far; its evaluation is a validation loss', () => {
    expect(
      point('{"loss":1.5,"grad_norm":0.5,"learning_rate":2e-5,"num_tokens":900.0,"epoch":0.1,"step":10}'),
    ).toMatchObject({ loss: 1.5, gradientNorm: 0.5, learningRate: 2e-5, totalTokens: 900, epoch: 0.1 });
    expect(point('{"eval_loss":1.2,"eval_runtime":3.1,"epoch":1.0,"step":20}')).toMatchObject({
      loss: null,
      validationLoss: 1.2,
    });
  });

  it('whose loss is NaN is kept and marked, because that is what people look for', () => {
    expect(point('{"loss":NaN,"grad_norm":NaN,"step":3}')).toMatchObject({ loss: null, isBroken: true });
  });

  it.each(['{"script_params":{"num_epochs":7}}', '{"step":1.5,"loss":1}', '{"step":-1,"loss":1}', '{"step":7}'])(
    'is not in %s',
    (line) => expect(point(line)).toBeNull(),
  );

  it('that comes again has its later numbers, and what only the earlier one says', () => {
    const [first, again] = [point('{"step":3,"loss":2,"grad_norm":1}')!, point('{"step":3,"loss":1.5}')!];
    expect(mergePoints(first, again)).toMatchObject({ loss: 1.5, gradientNorm: 1 });
    expect(mergePoints(first, point('{"step":3,"loss":NaN}')!)).toMatchObject({ loss: null, isBroken: true });
    expect(mergePoints(point('{"step":3,"loss":NaN}')!, again)).toMatchObject({ loss: 1.5, isBroken: false });
  });
});

describe('a plan', () => {
  it('is in the settings of instructlab-training and the lines of LLaMA-Factory', () => {
    expect(readPlan({ script_params: { num_epochs: 7, learning_rate: 2e-5 } })).toMatchObject({ totalEpochs: 7 });
    expect(readPlan({ num_batches: 158 })).toMatchObject({ stepsInEpoch: 158 });
    expect(readPlan({ current_steps: 5, total_steps: 90, loss: 1 })).toMatchObject({ totalSteps: 90 });
  });
});

describe('the logs of a training', () => {
  it('are found by phase: a folder in which a trainer writes, with the checkpoints in it', async () => {
    write('phase1/checkpoints/training_params_and_metrics_global0.jsonl', '');
    write('phase1/checkpoints/hf_format/samples_20036/config.json', '{}');
    write('phase2/trainer_state.json', '{}');
    write('phase2/checkpoint-500/trainer_state.json', '{}');
    write('phase2/checkpoint-500/optimizer/metrics.jsonl', '');
    write('phase1/data.jsonl', '');
    write('.hidden/metrics.jsonl', '');
    const phases = await findLogs(root);
    expect(
      phases.map(({ folder, lines, states, checkpoints }) => [folder, lines?.trainer, states.length, checkpoints]),
    ).toEqual([
      [
        'phase1/checkpoints',
        'instructlab',
        0,
        [{ name: 'hf_format/samples_20036', step: null, samples: 20036, at: expect.any(Date) }],
      ],
      ['phase2', undefined, 2, [{ name: 'checkpoint-500', step: 500, samples: null, at: expect.any(Date) }]],
    ]);
    expect(phases.map(({ folder }) => phaseName(root, folder))).toEqual(['phase1', 'phase2']);
    expect(phaseName('/x/birds', '')).toBe('birds');
  });

  it('of more folders than one training has are refused', async () => {
    for (let i = 0; i < 51; i += 1) write(`${i}/metrics.jsonl`, '');
    await expect(findLogs(root)).rejects.toThrow('Name the folder of one training');
  });
});

describe('a log of JSON lines that is being written', () => {
  it('is read as far as its last whole line, and from there the next time', async () => {
    const file = write('metrics.jsonl', '{"step":1,"loss":3}\n{"step":2,"lo');
    const followed = notFollowed();
    expect(steps(await look(followed))).toEqual([1]);
    expect(steps(await look(followed))).toEqual([]);
    appendFileSync(file, 'ss":2}\n{"step":3,"loss":1}\n');
    expect(steps(await look(followed))).toEqual([2, 3]);
  });

  it('is read to its end, with or without a line feed, when nobody will look again', async () => {
    write('metrics.jsonl', '{"step":1,"loss":3}\n{"step":2,"loss":2}');
    expect(steps(await look(notFollowed(), true))).toEqual([1, 2]);
  });

  it('is read again from its beginning when it became shorter', async () => {
    const followed = notFollowed();
    write('metrics.jsonl', '{"step":1,"loss":3}\n{"step":2,"loss":2}\n');
    await look(followed);
    write('metrics.jsonl', '{"step":1,"loss":9}\n');
    expect(await look(followed)).toMatchObject([{ points: [{ step: 1, loss: 9 }] }]);
  });

  it('has each step once in what is stored, also when a restart logged it again', async () => {
    write('metrics.jsonl', '{"step":1,"loss":3}\n{"step":2,"loss":2}\n{"step":2,"loss":1.9}\n');
    expect(await look(notFollowed())).toMatchObject([{ points: [{ step: 1 }, { step: 2, loss: 1.9 }] }]);
  });

  it('may have lines that are no JSON, which are counted, and lines of any length', async () => {
    const noise = 'x'.repeat(3 * 1024 * 1024);
    write('metrics.jsonl', `{"step":1,"loss":3}\n${noise}\n{"step":2,"loss":2}\n`);
    const news = await look(notFollowed());
    expect(steps(news)).toEqual([1, 2]);
    expect(news.flatMap(({ warnings }) => warnings).join(' ')).toMatch(/lines are not JSON/);
  });

  it('is not lost when storing fails: what was not committed comes again', async () => {
    write('metrics.jsonl', '{"step":1,"loss":3}\n');
    const followed = notFollowed();
    const [phase] = await findLogs(root);
    for await (const news of newsOf(phase!, followed, false)) expect(news.points).toHaveLength(1);
    expect(steps(await look(followed))).toEqual([1]);
  });

  it('is over when its last step is the planned one', async () => {
    const lines = [{ script_params: { num_epochs: 2 } }, { num_batches: 3 }, { step: 6, loss: 1 }];
    write('training_params_and_metrics_global0.jsonl', lines.map((line) => JSON.stringify(line)).join('\n'));
    expect((await look(notFollowed(), true)).at(-1)?.facts).toMatchObject({
      totalSteps: 6,
      totalEpochs: 2,
      isFinished: true,
    });
  });
});

const state = (step: number, more: object = {}) => ({
  global_step: step,
  max_steps: 30,
  num_train_epochs: 3,
  log_history: Array.from({ length: step / 10 }, (_, i) => ({ loss: 3 - i, step: (i + 1) * 10, epoch: i })),
  ...more,
});

describe('trainer_state.json', () => {
  it('of the last checkpoint is read; one that is half written waits', async () => {
    const followed = notFollowed();
    write('checkpoint-10/trainer_state.json', state(10));
    write('checkpoint-20/trainer_state.json', JSON.stringify(state(20)).slice(0, 60));
    expect(steps(await look(followed))).toEqual([10]);
    const file = write('checkpoint-20/trainer_state.json', state(20));
    utimesSync(file, 1_800_000_000, 1_800_000_000);
    expect(await look(followed)).toMatchObject([{ facts: { totalSteps: 30, totalEpochs: 3, isFinished: false } }]);
    expect(await look(followed)).toEqual([]);
  });

  it('of a training that is over says when it began', async () => {
    const file = write(
      'trainer_state.json',
      state(30, {
        log_history: [
          { loss: 1, step: 30 },
          { step: 30, train_runtime: 60 },
        ],
      }),
    );
    utimesSync(file, 1_800_000_060, 1_800_000_060);
    const [news] = await look(notFollowed());
    expect(news).toMatchObject({
      points: [{ step: 30 }],
      facts: { isFinished: true, startedAt: new Date(1_800_000_000_000), lastAt: new Date(1_800_000_060_000) },
    });
  });

  it('that never becomes whole is named when nobody will look again', async () => {
    write('trainer_state.json', '{"log_history": [');
    expect((await look(notFollowed(), true))[0]?.warnings[0]).toMatch(/trainer_state\.json is not whole JSON/);
  });
});
