import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect } from 'vitest';
import type { Database } from '@/prisma/client';
import { commandLine } from '@/taxonomy/accounts/command-line';
import {
  getTrainingRun,
  getTrainingSeries,
  listTrainingCheckpoints,
  listTrainingRuns,
} from '@/taxonomy/training/runs/training-runs';
import { watchTraining, type WatchRequest } from '@/taxonomy/training/runs/watch-training';
import { test } from '../../support/database';
import { makeApproved, makeVersion } from '../../support/datasets-factories';
import { temporaryFolder } from '../../support/documents-factories';
import { makeTaxonomy } from '../../support/factories';

let place: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  place = temporaryFolder();
});
afterEach(() => place.remove());

function write(name: string, content: string | object): string {
  const file = path.join(place.folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

const line = (step: number, loss: number, more: object = {}) => `${JSON.stringify({ step, loss, ...more })}\n`;

const watch = async (db: Database, overrides: Partial<WatchRequest> = {}) =>
  watchTraining(db, commandLine, {
    taxonomyId: (await makeTaxonomy(db)).id,
    name: 'birds',
    folder: place.folder,
    versionId: null,
    isOnce: true,
    signal: new AbortController().signal,
    ...overrides,
  });

const lossOf = async (db: Database, runId: string) => (await getTrainingSeries(db, runId, 'loss')).phases[0]?.points;

async function until(isSo: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 20_000;
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error('It did not happen within 20 s.');
    await sleep(50);
  }
}

describe('a followed training', () => {
  test('has its phases in the order of training, with tokens, losses and checkpoints', async ({ db }) => {
    const lines = [
      JSON.stringify({ script_params: { num_epochs: 1 } }),
      JSON.stringify({ num_batches: 2 }),
      JSON.stringify({
        step: 1,
        total_loss: 3,
        lr: 1e-6,
        gradnorm: 5,
        num_loss_counted_tokens: 100,
        timestamp: '2026-01-01T10:00:00Z',
      }),
      JSON.stringify({
        step: 2,
        total_loss: 2,
        lr: 2e-6,
        gradnorm: 4,
        num_loss_counted_tokens: 50,
        timestamp: '2026-01-01T11:00:00Z',
      }),
    ];
    write('knowledge_short/checkpoints/training_params_and_metrics_global0.jsonl', `${lines.join('\n')}\n`);
    write('knowledge_short/checkpoints/hf_format/samples_256/config.json', '{}');
    write('knowledge_long/checkpoint-10/trainer_state.json', {
      global_step: 10,
      max_steps: 20,
      log_history: [
        { step: 5, loss: 2, grad_norm: 1, learning_rate: 2e-5, num_tokens: 500, epoch: 0.5 },
        { step: 10, loss: 1, grad_norm: 1, learning_rate: 2e-5, num_tokens: 900, epoch: 1 },
        { step: 10, eval_loss: 1.5, epoch: 1 },
      ],
    });
    const { runId } = await watch(db);
    const run = await getTrainingRun(db, runId);
    expect(run).toMatchObject({ name: 'birds', isFollowed: false, dataset: null, startedBy: 'Command line' });
    expect(run.phases).toMatchObject([
      {
        name: 'knowledge_short',
        trainer: 'instructlab',
        startedAt: '2026-01-01T10:00:00.000Z',
        lastAt: '2026-01-01T11:00:00.000Z',
        isFinished: true,
        totalSteps: 2,
        points: 2,
        firstLoss: 3,
        lastLoss: 2,
        tokens: 150,
        checkpoints: 1,
      },
      {
        name: 'knowledge_long',
        trainer: 'hugging_face',
        isFinished: false,
        totalSteps: 20,
        lastStep: 10,
        lastEpoch: 1,
        tokens: 900,
        lowestLoss: 1,
        checkpoints: 1,
      },
    ]);
    const validation = await getTrainingSeries(db, runId, 'validationLoss');
    expect(validation.phases.map(({ points }) => points)).toEqual([[], [[10, 1.5]]]);
    const rates = await getTrainingSeries(db, runId, 'learningRate');
    expect(rates.phases[0]?.points).toEqual([
      [1, 1e-6],
      [2, 2e-6],
    ]);
    const first = await listTrainingCheckpoints(db, runId, { limit: 1 });
    const second = await listTrainingCheckpoints(db, runId, { cursor: first.nextCursor!, limit: 1 });
    expect([...first.items, ...second.items].map(({ name }) => name).toSorted()).toEqual([
      'checkpoint-10',
      'hf_format/samples_256',
    ]);
    expect(second.nextCursor).toBeNull();
  });

  test('gets what is written later, also in files that appear later, until it is stopped', async ({ db }) => {
    const stop = new AbortController();
    const { id: taxonomyId } = await makeTaxonomy(db);
    const watching = watch(db, { taxonomyId, isOnce: false, signal: stop.signal, everyMs: 20 });
    const current = async () => (await listTrainingRuns(db, taxonomyId, { limit: 10 })).items[0];
    await until(async () => (await current())?.isFollowed === true);
    const file = write('out/metrics.jsonl', line(1, 3));
    await until(async () => (await current())?.current?.step === 1);
    appendFileSync(file, `${line(2, 2)}{"step":3,`);
    await until(async () => (await current())?.current?.step === 2);
    appendFileSync(file, '"loss":1}\n');
    await until(async () => (await current())?.current?.loss === 1);
    stop.abort();
    const { runId } = await watching;
    expect(await current()).toMatchObject({
      id: runId,
      isFollowed: false,
      phases: 1,
      current: { name: 'out', step: 3 },
    });
  });

  test('counts a step once that a restart logs again, with its later numbers', async ({ db }) => {
    const { id: taxonomyId } = await makeTaxonomy(db);
    const file = write('metrics.jsonl', line(1, 3, { grad_norm: 7 }) + line(2, 9));
    const { runId } = await watch(db, { taxonomyId });
    appendFileSync(file, line(1, 2.5) + line(2, 2) + line(3, 1));
    expect(await watch(db, { taxonomyId })).toEqual({ runId });
    expect(await lossOf(db, runId)).toEqual([
      [1, 2.5],
      [2, 2],
      [3, 1],
    ]);
    expect((await getTrainingSeries(db, runId, 'gradientNorm')).phases[0]?.points).toEqual([[1, 7]]);
    const { phases } = await getTrainingRun(db, runId);
    expect(phases).toMatchObject([{ points: 3, lastLoss: 1 }]);
  });

  test('marks a loss that is not a number, and forgets that when the step is trained again', async ({ db }) => {
    const { id: taxonomyId } = await makeTaxonomy(db);
    const file = write('metrics.jsonl', `${line(1, 3)}{"step":2,"loss":NaN}\n`);
    const { runId } = await watch(db, { taxonomyId });
    expect((await getTrainingRun(db, runId)).phases).toMatchObject([{ broken: 1, points: 2, lastLoss: 3 }]);
    appendFileSync(file, line(2, 1));
    await watch(db, { taxonomyId });
    expect((await getTrainingRun(db, runId)).phases).toMatchObject([{ broken: 0, lastLoss: 1 }]);
  });

  test('has what InstructLab notes: when its parts began and ended, and the scores of checkpoints', async ({ db }) => {
    const { id: taxonomyId } = await makeTaxonomy(db);
    write('phase1/checkpoints/training_params_and_metrics_global0.jsonl', line(1, 3));
    const yaml = [
      'run_id: 0192',
      'current_phase: eval2',
      'train_1: {started_at_utc: 2024-10-01 10:00:00.5+00:00, ended_at_utc: 2024-10-01 12:00:00+00:00, checkpoints: x}',
      'train_2: {started_at_utc: "2024-10-01T12:00:00Z", ended_at_utc: null}',
      'eval_2:',
      '  started_at_utc: nonsense',
      '  results:',
      '    - {checkpoint: phase2/samples_10, score: 6.5, ended_at_utc: 2024-10-01 13:00:00+00:00}',
      '    - {checkpoint: phase2/samples_20, score: 7.1}',
      '  best_checkpoint: {checkpoint: phase2/samples_20, score: 7.1}',
    ];
    const file = write('journalfile.yaml', yaml.join('\n'));
    const { runId } = await watch(db, { taxonomyId });
    const journal = {
      current: 'eval2',
      parts: [
        { name: 'train_1', startedAt: '2024-10-01T10:00:00.500Z', endedAt: '2024-10-01T12:00:00.000Z' },
        { name: 'train_2', startedAt: '2024-10-01T12:00:00.000Z', endedAt: null },
      ],
      scores: [
        { checkpoint: 'phase2/samples_10', score: 6.5 },
        { checkpoint: 'phase2/samples_20', score: 7.1 },
      ],
      best: { checkpoint: 'phase2/samples_20', score: 7.1 },
    };
    expect((await getTrainingRun(db, runId)).journal).toEqual(journal);
    // Half written, it is read the next time.
    writeFileSync(file, 'current_phase: [');
    await watch(db, { taxonomyId });
    expect((await getTrainingRun(db, runId)).journal).toEqual(journal);
  });

  test('is one per name: another folder needs another name', async ({ db }) => {
    const { id: taxonomyId } = await makeTaxonomy(db);
    await watch(db, { taxonomyId });
    write('b/metrics.jsonl', line(1, 1));
    const other = { taxonomyId, folder: path.join(place.folder, 'b') };
    await expect(watch(db, other)).rejects.toThrow('The training “birds” has its logs in');
    await expect(watch(db, { ...other, folder: path.join(place.folder, 'c') })).rejects.toThrow('There is no folder');
  });

  test('of 100,000 points answers with at most 2,000, and with every spike', async ({ db }) => {
    const spike = 61_234;
    const lines = Array.from({ length: 100_000 }, (_, i) => line(i + 1, i === spike ? 99 : 3 - i / 50_000));
    write('metrics.jsonl', lines.join(''));
    const { runId } = await watch(db);
    const began = performance.now();
    const { phases } = await getTrainingSeries(db, runId, 'loss');
    const took = performance.now() - began;
    const [series] = phases;
    expect(series?.of).toBe(100_000);
    expect(series!.points.length).toBeLessThanOrEqual(2_000);
    expect(series!.points.length).toBeGreaterThan(1_900);
    expect(series!.points).toContainEqual([spike + 1, 99]);
    const shown = series!.points.map(([step]) => step);
    expect(shown).toEqual(shown.toSorted((a, b) => a - b));
    expect(series!.points[0]).toEqual([1, 3]);
    // Generous: a shared machine takes a tenth of it.
    expect(took).toBeLessThan(5_000);
    console.info(`100,000 points in ${took.toFixed(0)} ms`);
  });
});

describe('the training commands', () => {
  const start = (databaseUrl: string) => {
    const env = { ...process.env, DATABASE_URL: databaseUrl, SEEDLEAF_HOME: path.join(place.folder, 'home') };
    return { env, args: ['--import', 'tsx', 'bin/seedleaf.ts'] };
  };

  test('watch once and list, for a published version', { timeout: 120_000 }, async ({ db, databaseUrl }) => {
    const { taxonomyId } = await makeApproved(db, { skills: 2 });
    const { id: versionId } = await makeVersion(db, taxonomyId);
    // The commands work on the taxonomy that was made first; there is only this one with the name of a dataset.
    await db.taxonomy.deleteMany({ where: { id: { not: taxonomyId } } });
    write('skills/trainer_state.json', { global_step: 1, max_steps: 1, log_history: [{ step: 1, loss: 2 }] });
    const { env, args } = start(databaseUrl);
    const run = (...more: string[]) => spawnSync(process.execPath, [...args, ...more], { env, encoding: 'utf8' });
    const told = run('training', 'watch', place.folder, '--name', 'on birds', '--dataset', 'birds@1', '--once');
    expect(told.stderr).toMatch(/1 new points, step 1/);
    expect(told.stdout).toBe('skills  1 points, step 1, loss 2.0000\n');
    const listed = JSON.parse(run('training', 'list', '--json').stdout);
    expect(listed).toMatchObject({ name: 'on birds', dataset: { versionId, name: 'birds', number: 1 } });
    expect(run('training', 'watch', place.folder, '--name', 'x', '--dataset', 'fish', '--once').stderr).toMatch(
      /no published version fish/,
    );
  });

  test('watch until Ctrl+C', { timeout: 120_000 }, async ({ db, databaseUrl }) => {
    write('metrics.jsonl', line(1, 2));
    const { env, args } = start(databaseUrl);
    const child = spawn(process.execPath, [...args, 'training', 'watch', place.folder, '--name', 'until'], { env });
    const find = () => db.trainingRun.findFirst({ where: { name: 'until' } });
    await until(async () => (await db.trainingPoint.count({ where: { phase: { run: { name: 'until' } } } })) === 1);
    child.kill('SIGINT');
    const [code] = await once(child, 'exit');
    expect(code).toBe(130);
    expect((await find())?.stoppedAt).not.toBeNull();
  });
});
