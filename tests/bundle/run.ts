/**
 * Trains a published version with its bundles, on the processor and from end to end: `npm run test:bundle`, or with the names
 * of some trainers.
 *
 * A version of three phases is published in a database of its own, its bundle is written, and `run.sh` trains a tiny random
 * model. Of TRL it checks which characters each row learns, and that a second run trains nothing again; of Axolotl and
 * LLaMA-Factory that each phase leaves a model of the rows it has. training_hub needs a GPU. It is not part of `npm test`: it
 * installs trainers and PyTorch from PyPI (5 GB each). Where they cannot be installed it says so and checks nothing.
 */
import { spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { connect } from '@/prisma/client';
import type { Manifest } from '@/taxonomy/datasets/contract-manifest';
import { presetPhases } from '@/taxonomy/training/bundle/plan-training';
import { writeBundle } from '@/taxonomy/training/bundle/bundle';
import { throwawayDatabase } from '../bench/database';
import { makeApproved, makeVersion } from '../support/datasets-factories';
import { installTrainer } from '../support/trainers';
import { installTrl } from './install';

const LIMIT_MS = 900_000;
const Row = z.object({ messages: z.array(z.object({ role: z.string(), content: z.string() })), unmask: z.boolean() });
const Learned = z.object({ whole: z.string(), learned: z.string() });
const State = z.object({ global_step: z.int().positive() });

const trainers = {
  trl: installTrl,
  axolotl: () => installTrainer('axolotl'),
  'llama-factory': () => installTrainer('llama-factory'),
};
type Trainer = keyof typeof trainers;

const database = await throwawayDatabase();
const db = connect(database.url);
const home = mkdtempSync(path.join(os.tmpdir(), 'seedleaf-bundle-'));
try {
  const { taxonomyId } = await makeApproved(db, { short: 6, long: 5, skills: 8 });
  const version = await makeVersion(db, taxonomyId, { systemPrompt: 'You know planets.' });
  const wanted = process.argv.slice(2);
  for (const trainer of Object.keys(trainers) as Trainer[])
    if (wanted.length === 0 || wanted.includes(trainer)) await train(trainer, version.id, version.manifest!);
} finally {
  rmSync(home, { recursive: true, force: true });
  await db.$disconnect();
  await database.drop();
}
process.exit();

async function train(trainer: Trainer, versionId: string, manifest: Manifest): Promise<void> {
  const installed = trainers[trainer]();
  if ('missing' in installed) return console.log(`${trainer}: SKIPPED, nothing was checked: ${installed.missing}`);
  const { python } = installed;
  const model = path.join(home, `tiny-${trainer}`);
  const out = path.join(home, trainer);
  succeed(spawnSync(python, ['tests/bundle/make_model.py', model], { encoding: 'utf8', timeout: LIMIT_MS }));
  const recipe = {
    trainer,
    baseModel: model,
    billions: null,
    gpus: 0,
    rowsAtOnce: 4,
    seed: 42,
    phases: presetPhases('trial', manifest).map((phase) => ({ ...phase, batch: 4, maxTokens: 512 })),
  };
  const progress = { signal: new AbortController().signal, onRows: () => undefined };
  await writeBundle(db, versionId, { recipe, folder: out }, progress);
  const env = { ...process.env, CPU: '1', HF_HUB_OFFLINE: '1', PATH: `${path.dirname(python)}:${process.env.PATH}` };
  const run = () => spawnSync('sh', ['run.sh'], { cwd: out, env, encoding: 'utf8', timeout: LIMIT_MS });
  const began = performance.now();
  const first = succeed(run());
  const seconds = Math.round((performance.now() - began) / 1000);
  const failures = manifest.phases.flatMap(({ key, rows }) =>
    trainer === 'trl' ? checkPhase(python, out, key) : checkModel(out, key, rows),
  );
  if (trainer === 'trl') {
    if (run().stdout.includes('"rows"')) failures.push('A second run trained again.');
    if (!first.stdout.includes('longer_than_limit": 0'))
      failures.push('Nothing says how many rows are longer than the limit.');
  }
  for (const failure of failures) console.error(failure);
  console.log(`${trainer}: trained ${manifest.phases.length} phases in ${seconds} s: ${failures.length} failures.`);
  if (failures.length > 0) process.exitCode = 1;
}

/** A phase took the steps that its rows make in one epoch, in batches of four, and left a model. */
function checkModel(out: string, key: string, rows: number): string[] {
  const folder = path.join(out, 'models', key);
  const steps = Math.ceil(rows / 4);
  return [
    ...(existsSync(path.join(folder, 'model.safetensors')) ? [] : [`${key}: there is no model.`]),
    ...(existsSync(path.join(folder, `checkpoint-${steps}`)) ? [] : [`${key}: it did not take ${steps} steps.`]),
  ];
}

/** Every row learns exactly its answer and the mark after it, or all but the system prompt. */
function checkPhase(python: string, out: string, key: string): string[] {
  const rows = linesOf(path.join(out, 'data', `${key}.jsonl`)).map((line) => Row.parse(JSON.parse(line)));
  const folder = path.join(out, 'models', key);
  const { stdout } = succeed(spawnSync(python, ['tests/bundle/check_tokens.py', folder], { encoding: 'utf8' }));
  const found = stdout
    .trim()
    .split('\n')
    .map((line) => Learned.parse(JSON.parse(line)));
  const failures =
    found.length === rows.length ? [] : [`${key}: ${found.length} of ${rows.length} rows were prepared.`];
  for (const [i, { messages, unmask }] of rows.entries()) {
    const [system, user, assistant] = messages.map(({ content }) => content);
    const whole = `<|system|>\n${system}\n<|user|>\n${user}\n<|assistant|>\n${assistant}<|endoftext|>`;
    const learned = `${unmask ? user : ''}${assistant}<|endoftext|>`;
    if (found[i]?.whole !== whole)
      failures.push(`${key}, row ${i}: ${JSON.stringify(found[i]?.whole)} is not ${JSON.stringify(whole)}`);
    if (found[i]?.learned !== learned)
      failures.push(`${key}, row ${i} learns ${JSON.stringify(found[i]?.learned)}, not ${JSON.stringify(learned)}`);
  }
  const state = path.join(folder, 'trainer_state.json');
  if (!existsSync(state) || !State.safeParse(JSON.parse(readFileSync(state, 'utf8'))).success)
    failures.push(`${key}: there is no state of a training.`);
  if (!existsSync(path.join(folder, 'model.safetensors'))) failures.push(`${key}: there is no model.`);
  return failures;
}

function linesOf(file: string): string[] {
  return readFileSync(file, 'utf8').trim().split('\n');
}

function succeed(result: SpawnSyncReturns<string>): SpawnSyncReturns<string> {
  if (result.status === 0) return result;
  throw new Error(`It ended with ${result.status ?? result.signal}.\n${result.stdout}\n${result.stderr}`);
}
