/**
 * Runs an evaluation set with lm-evaluation-harness, on the processor and on a tiny random model: `npm run test:lm-eval`.
 *
 * A version with held-out rows is published in a database of its own and its set is written. lm_eval runs all tasks of it
 * from the folder, and Seedleaf imports the results. It checks that every leaf has its result, that the harness read every
 * question exactly as it was written, and that its measures are those of the answers that it logged. It is not part of
 * `npm test`: it installs lm-eval and PyTorch from PyPI (5 GB). Where they cannot be installed it says so and checks nothing.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { connect, type Database } from '@/prisma/client';
import { commandLine } from '@/taxonomy/accounts/command-line';
import { findResultFiles, readResultFile } from '@/taxonomy/training/evaluation/find-result-files';
import { importResults } from '@/taxonomy/training/evaluation/import-results';
import { listResults } from '@/taxonomy/training/evaluation/table';
import type { SetNumbers } from '@/taxonomy/training/evaluation-set/plan-set';
import { writeEvaluationSet } from '@/taxonomy/training/evaluation-set/write-set';
import { throwawayDatabase } from '../bench/database';
import { makeVersion } from '../support/datasets-factories';
import { makeFrom, makeHoldable, wordsOf } from '../support/held-out-factories';
import { installLmEval } from './install';

const LIMIT_MS = 900_000;
const Row = z.object({
  prompt: z.string(),
  choices: z.array(z.string()).optional(),
  label: z.int().optional(),
  answer: z.string().optional(),
});
/** What lm_eval logs of a question: the context and the continuation of each answer, and its likelihood. */
const Logged = z.object({
  doc: Row,
  arguments: z.record(z.string(), z.object({ arg_0: z.string(), arg_1: z.string() })),
  filtered_resps: z.array(z.tuple([z.coerce.number(), z.unknown()])),
  acc: z.number().optional(),
  bits_per_byte: z.number().optional(),
});

const installed = installLmEval();
if ('missing' in installed) console.log(`SKIPPED, nothing was checked: ${installed.missing}`);
else process.exitCode = await evaluate(installed.python);
process.exit();

async function evaluate(python: string): Promise<number> {
  const database = await throwawayDatabase();
  const db = connect(database.url);
  const folder = mkdtempSync(path.join(os.tmpdir(), 'seedleaf-lm-eval-'));
  try {
    const { taxonomyId, versionId } = await publish(db);
    const set = path.join(folder, 'set');
    const model = path.join(folder, 'tiny');
    const results = path.join(folder, 'results');
    const numbers = await writeEvaluationSet(db, versionId, { folder: set, signal: new AbortController().signal });
    run(python, ['tests/bundle/make_model.py', model], '.');
    const began = performance.now();
    // The tiny tokenizer has no token that begins a text.
    const of = `pretrained=${model},prefix_token_id=0`;
    const where = ['--include_path', '.', '--output_path', results, '--log_samples', '--device', 'cpu'];
    run(python, ['-m', 'lm_eval', '--model', 'hf', '--model_args', of, '--tasks', numbers.set, ...where], set);
    const seconds = Math.round((performance.now() - began) / 1000);
    const failures = [...checkLogs(set, results), ...(await checkImport(db, { taxonomyId, results, numbers }))];
    for (const failure of failures) console.error(failure);
    console.log(`Asked the questions of ${numbers.leaves.length} leaves in ${seconds} s: ${failures.length} failures.`);
    return failures.length === 0 ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
    await db.$disconnect();
    await database.drop();
  }
}

/** A version with held-out rows, some of which look like dates, lists, numbers and templates. */
async function publish(db: Database): Promise<{ taxonomyId: string; versionId: string }> {
  const { taxonomyId, knowledge, skill, runId } = await makeHoldable(db, { passages: 8, skills: 10 });
  const odd = ['2020-01-01', '["a", "b"]', '{{ 7 * 7 }}', '42', 'é 鳥 👩‍🌾', 'A. B. C.'];
  for (const [i, answer] of odd.entries()) {
    const seed = `odd ${i}`;
    const question = `${wordsOf(seed)}?`;
    const context = `${answer} ${wordsOf(`about ${seed}`)}`;
    await makeFrom(db, { leaf: skill, runId }, { seed, question, answer });
    await makeFrom(db, { leaf: knowledge, runId }, { seed, question, answer, context, kind: 'knowledge' });
  }
  const { id } = await makeVersion(db, taxonomyId, { splits: { validation: 0, test: 0.5 } });
  return { taxonomyId, versionId: id };
}

/** The harness must have asked what was written, for each answer, and measured what it logged. */
function checkLogs(set: string, results: string): string[] {
  const logs = filesBelow(results).filter((file) => /samples_.*\.jsonl$/.test(file));
  return filesBelow(path.join(set, 'data')).flatMap((file) => {
    const task = path.basename(file, '.jsonl');
    const log = logs.find((each) => path.basename(each).startsWith(`samples_${task}_`));
    if (!log) return [`${task}: there is no log.`];
    const asked = linesOf(log).map((line) => Logged.parse(JSON.parse(line)));
    const rows = linesOf(file).map((line) => Row.parse(JSON.parse(line)));
    if (asked.length !== rows.length) return [`${task}: ${asked.length} of ${rows.length} questions were asked.`];
    return rows.flatMap((row) => {
      const own = asked.find(({ doc }) => doc.prompt === row.prompt);
      if (!own) return [`${task}: ${JSON.stringify(row.prompt)} was not asked.`];
      return checkQuestion(task, row, own);
    });
  });
}

function checkQuestion(task: string, row: z.infer<typeof Row>, own: z.infer<typeof Logged>): string[] {
  const answers = row.choices?.map((choice) => choice.slice(3)) ?? [row.answer?.replace(/^Answer: /, '') ?? ''];
  const told = Object.values(own.arguments);
  const likelihoods = own.filtered_resps.map(([value]) => value);
  const place = `${task}, ${JSON.stringify(row.prompt)}`;
  const failures = answers.flatMap((answer, i) =>
    told[i]?.arg_0 === row.prompt && told[i]?.arg_1 === ` ${answer}`
      ? []
      : [`${place}: ${JSON.stringify(told[i])} is not ${JSON.stringify(answer)}.`],
  );
  if (row.choices) {
    const right = likelihoods.indexOf(Math.max(...likelihoods)) === row.label;
    if (own.acc !== Number(right)) failures.push(`${place}: acc is ${own.acc}.`);
  } else {
    const bits = -(likelihoods[0] ?? 0) / Math.LN2 / Buffer.byteLength(answers[0] ?? '');
    if (Math.abs(bits - (own.bits_per_byte ?? 0)) > 1e-6)
      failures.push(`${place}: ${own.bits_per_byte} is not ${bits}.`);
  }
  return failures;
}

type Written = { taxonomyId: string; results: string; numbers: SetNumbers };

/** Every leaf must have a result of each kind, with its error, and each group its mean. */
async function checkImport(db: Database, { taxonomyId, results, numbers }: Written): Promise<string[]> {
  const files = (await findResultFiles(results)).map((name) => ({ name, read: () => readResultFile(name) }));
  const { modelId } = await importResults(db, commandLine, { taxonomyId, model: { name: 'tiny' }, files });
  const { items } = await listResults(db, modelId, { limit: 500 });
  for (const { task, part, measured } of items)
    console.log(
      `${part.padEnd(9)} ${task}  ${measured.metric} ${measured.value.toFixed(3)} ± ${measured.stderr?.toFixed(3)}`,
    );
  const failures = numbers.leaves.flatMap(({ path: leaf, ...counts }) =>
    (['choices', 'answers'] as const).flatMap((kind) => {
      if (counts[kind] === 0) return [];
      const found = items.find(({ task, part }) => part === 'leaf' && task.startsWith(`${leaf} (${kind}, birds@1, `));
      if (found?.measured.n !== counts[kind])
        return [`${leaf}: ${kind} has ${found?.measured.n} of ${counts[kind]} answers.`];
      return counts[kind] > 1 && found.measured.stderr === null ? [`${leaf}: ${kind} has no standard error.`] : [];
    }),
  );
  for (const kind of ['choices', 'answers'])
    if (!items.some(({ task }) => task === `${numbers.set}_${kind}`)) failures.push(`There is no mean of all ${kind}.`);
  return failures;
}

function linesOf(file: string): string[] {
  return readFileSync(file, 'utf8').trim().split('\n');
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
}

function run(command: string, args: string[], cwd: string): void {
  const env = { ...process.env, HF_HUB_OFFLINE: '1', HF_DATASETS_OFFLINE: '1' };
  const result = spawnSync(command, args, { cwd, env, encoding: 'utf8', timeout: LIMIT_MS });
  if (result.status === 0) return;
  throw new Error(`It ended with ${result.status ?? result.signal}.\n${result.stdout}\n${result.stderr}`);
}
