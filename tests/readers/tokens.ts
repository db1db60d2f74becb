/**
 * Rows as Seedleaf says that trainers read them, against the trainers themselves, token by token.
 *
 * It trains a small byte-level tokenizer, gives it each of the shipped chat templates, and compares tokens, labels and
 * which rows are left. It is not part of `npm test`: it installs instructlab-training and TRL from PyPI (5 GB). Where
 * that is not possible it says so and checks nothing.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { learnedTokensOf, type LearnedTokens } from '@/taxonomy/datasets/student/learned-tokens';
import { preflight } from '@/taxonomy/datasets/student/preflight';
import { IGNORED, isFault } from '@/taxonomy/datasets/student/row';
import { closeStudent, openStudent, type Student } from '@/taxonomy/datasets/student/student';
import { templates } from '@/taxonomy/datasets/student/templates';
import { shippedTemplates, type ShippedTemplate } from '@/taxonomy/datasets/vocabulary-student';
import { fileSource, trainTokenizer } from '../support/small-tokenizer';
import { installReaders } from './install';
import { rows } from './rows';

const MAX_TOKENS = 600;
const compared = ['instructlab-training', 'trl-messages', 'trl-prompt-completion', 'trl-tokens'] as const;
type Compared = (typeof compared)[number];
const Line = z.object({ inputIds: z.array(z.int()), labels: z.array(z.int()) });

const texts = rows.flatMap(({ messages }) => messages.map(({ content }) => content));

const installed = installReaders();
if ('missing' in installed) console.log(`SKIPPED, nothing was checked: ${installed.missing}`);
else {
  const results = [];
  for (const name of shippedTemplates) results.push(...(await compare(installed.python, name)));
  console.table(results);
  if (results.some(({ different }) => different !== '')) process.exitCode = 1;
}

async function compare(python: string, name: ShippedTemplate) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'seedleaf-readers-'));
  const tokenizer = trainTokenizer(texts, ['<|pad|>', ...templates[name].marks]);
  const student = await openStudent(fileSource(tokenizer), templates[name]);
  try {
    await writeModel(folder, tokenizer, student);
    const run = spawnSync(python, [path.join(import.meta.dirname, 'read_rows.py'), folder, String(MAX_TOKENS)], {
      encoding: 'utf8',
    });
    if (run.status !== 0) throw new Error(`${name}: ${run.stderr.slice(-4000)}`);
    const found = [];
    for (const trainer of compared) found.push({ template: name, ...(await compareTrainer(folder, trainer, student)) });
    return found;
  } finally {
    closeStudent(student);
    rmSync(folder, { recursive: true, force: true });
  }
}

async function writeModel(folder: string, tokenizer: object, student: Student): Promise<void> {
  const { template, endOfTurn } = student.chat;
  const write = (file: string, value: unknown) => writeFileSync(path.join(folder, file), JSON.stringify(value));
  mkdirSync(path.join(folder, 'out'));
  write('tokenizer.json', tokenizer);
  write('config.json', { model_type: 'llama' });
  write('tokenizer_config.json', {
    tokenizer_class: 'PreTrainedTokenizerFast',
    chat_template: template,
    eos_token: endOfTurn,
    pad_token: '<|pad|>',
    clean_up_tokenization_spaces: false,
  });
  writeFileSync(path.join(folder, 'rows.jsonl'), rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  const tokens = (await ours(student)).map(({ inputIds, labels }) => ({ input_ids: inputIds, labels }));
  writeFileSync(path.join(folder, 'tokens.jsonl'), tokens.map((row) => `${JSON.stringify(row)}\n`).join(''));
}

/** The tokens of all rows. Each has exact bounds in every shipped template. */
async function ours(student: Student): Promise<LearnedTokens[]> {
  return (await learnedTokensOf(rows, student)).map((tokens) => {
    if (isFault(tokens)) throw new Error(tokens.fault);
    return tokens;
  });
}

async function compareTrainer(folder: string, trainer: Compared, student: Student) {
  const theirs = readFileSync(path.join(folder, `${trainer}.jsonl`), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => Line.parse(JSON.parse(line)));
  const used = [];
  for await (const some of preflight([rows.map((row, i) => ({ row, i }))], student, {
    trainer,
    maxTokens: MAX_TOKENS,
  }))
    used.push(...some.filter(({ outcome }) => outcome.state === 'used'));
  const tokens = await ours(student);
  const isExact = trainer === 'instructlab-training' || trainer === 'trl-tokens';
  const different = used.filter(({ i, outcome }, n) => {
    const read = theirs[n];
    if (!read) return true;
    const learned = read.labels.filter((label) => label !== IGNORED).length;
    if (outcome.learned !== learned || outcome.masked !== read.labels.length - learned) return true;
    return isExact && !isSame(tokens[i], read);
  });
  const extra = theirs.length > used.length ? ['rows that Seedleaf says are dropped'] : [];
  return {
    trainer,
    rows: rows.length,
    used: theirs.length,
    tokens: theirs.reduce((sum, { labels }) => sum + labels.length, 0),
    different: [...different.map(({ i }) => `row ${i + 1}`), ...extra].join(', '),
  };
}

function isSame(ours: LearnedTokens | undefined, theirs: LearnedTokens): boolean {
  const length = theirs.labels.length;
  const first = { inputIds: ours?.inputIds.slice(0, length), labels: ours?.labels.slice(0, length) };
  return JSON.stringify(first) === JSON.stringify(theirs);
}
