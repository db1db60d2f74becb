import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { copyFile, mkdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Command } from 'commander';
import { DomainError } from '@/taxonomy/errors';
import { getBatch } from '@/taxonomy/generation/batch/batch-state';
import { readAnswers } from '@/taxonomy/generation/batch/read-answers';
import { writeParts } from '@/taxonomy/generation/batch/request-files';
import { writeRequests } from '@/taxonomy/generation/batch/write-requests';
import type { BatchAnswers, BatchState } from '@/taxonomy/generation/contract-batch';
import { getRun } from '@/taxonomy/generation/runs/get-run';
import { isOver, runStateNames } from '@/taxonomy/generation/vocabulary';
import { runId } from '../run-id';
import { runText } from '../run-text';
import type { CommandContext, Shell } from '../shell';
import { waitForRun } from '../wait-for-run';

/** A file with the requests of one wave to one teacher. */
type Written = { teacher: string; model: string; file: string; requests: number };

/** A command that answers nothing this often in a row will not answer the next time either. */
const MAX_EMPTY_WAVES = 3;

/** Whether all requests of the wave are recorded and wait for answers. */
export const isWaveComplete = ({ working, teachers }: BatchState): boolean => working === 0 && teachers.length > 0;

/** `run requests`, `run answers` and `run batch`: the waves of a batch run as files. */
export function registerBatch(run: Command, shell: Shell): void {
  run
    .command('requests <id>')
    .description('write the requests of a batch run that wait for answers, a file for each teacher')
    .requiredOption('--to <folder>', 'the folder to write to')
    .action((id: string, { to }: { to: string }) =>
      shell.withDatabase(async (context) => {
        const written = await nextWave(context, shell, runId(id), to);
        if (!written) throw new DomainError('conflict', await whyOver(context, id));
        for (const each of written) shell.printLine(each, writtenText(each));
      }),
    );
  run
    .command('answers <id> <files...>')
    .description('read the answers to requests of a batch run: OpenAI batch result files')
    .action((id: string, files: string[]) =>
      shell.withDatabase(async ({ db, signal }) => {
        for (const file of files) {
          const answers = await readFile(db, runId(id), file, signal);
          shell.print({ file, ...answers }, answersText(file, answers));
        }
      }),
    );
  run
    .command('batch <id>')
    .description('write requests, have a command answer them, read the answers, until the run is over')
    .requiredOption('--to <folder>', 'the folder for request and answer files')
    .requiredOption('--exec <command>', 'reads the file $REQUESTS, asks $MODEL, writes the file $ANSWERS')
    .action((id: string, flags: { to: string; exec: string }) =>
      shell.withDatabase((context) => batch(context, shell, runId(id), flags)),
    );
  run
    .command('ray-script <file>')
    .description('write a Python script that answers request files on a Ray cluster; its beginning says how')
    .action(async (file: string) => {
      await copyFile(path.join(import.meta.dirname, '../ray_batch.py'), file);
      shell.print({ file }, `Written: ${file}\nUse it: run batch RUN --to FOLDER --exec 'python ${file} --server URL'`);
    });
}

async function batch(
  context: CommandContext,
  shell: Shell,
  id: string,
  { to, exec }: { to: string; exec: string },
): Promise<void> {
  const { db, signal } = context;
  for (let empty = 0; ;) {
    const written = await nextWave(context, shell, id, to);
    if (!written) break;
    let stored = 0;
    for (const { file, model, requests, teacher } of written) {
      const answersFile = file.replace(/(\.jsonl)$/, '.answers$1');
      shell.note(`${requests} requests to ${teacher} …`);
      const env = { REQUESTS: path.resolve(file), ANSWERS: path.resolve(answersFile), MODEL: model };
      await execute(exec, env, signal);
      const answers = await readFile(db, id, answersFile, signal);
      stored += answers.stored + answers.failed;
      shell.note(answersText(answersFile, answers));
    }
    empty = stored > 0 ? 0 : empty + 1;
    if (empty >= MAX_EMPTY_WAVES) {
      throw new DomainError(
        'unavailable',
        `The command answered no request ${MAX_EMPTY_WAVES} times. The last request file is in ${to}; run it by hand to see why.`,
      );
    }
  }
  const run = await getRun(db, id);
  shell.print(run, runText(run));
}

/** Runs a command of the person who started this one, in their shell. */
async function execute(command: string, env: Record<string, string>, signal: AbortSignal): Promise<void> {
  const child = spawn(command, {
    shell: true,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'inherit', 'inherit'],
    signal,
  });
  const [code, killedBy] = (await once(child, 'exit')) as [number | null, string | null];
  if (code === 0) return;
  throw new DomainError(
    'unavailable',
    `The command ended with ${code === null ? `the signal ${killedBy}` : `exit code ${code}`}. Correct it and start again: the run waits.`,
  );
}

/** Waits until a wave is complete, and writes it. @returns Null when the run is over instead. */
async function nextWave(context: CommandContext, shell: Shell, id: string, folder: string): Promise<Written[] | null> {
  const { db, signal } = context;
  await getBatch(db, id);
  await waitForRun(context, shell, id, async ({ state }) => {
    if (isOver(state) || state === 'paused') return true;
    return isWaveComplete(await getBatch(db, id));
  });
  signal.throwIfAborted();
  const { state } = await getRun(db, id);
  if (isOver(state)) return null;
  if (state === 'paused') throw new DomainError('conflict', `The trial is done. Go on: run resume ${id}`);
  await mkdir(folder, { recursive: true });
  const written: Written[] = [];
  for (const { teacherId, name: teacher, model } of (await getBatch(db, id)).teachers) {
    const { name, requests } = await writeRequests(db, id, teacherId);
    const fileOf = (part: number) => path.join(folder, part === 1 ? name : name.replace(/(\.jsonl)$/, `-${part}$1`));
    const parts = await writeParts(requests, fileOf, signal);
    written.push(...parts.map(({ file, keys }) => ({ teacher, model, file, requests: keys.length })));
  }
  return written;
}

async function readFile(
  db: CommandContext['db'],
  id: string,
  file: string,
  signal: AbortSignal,
): Promise<BatchAnswers> {
  const found = await stat(file).catch(() => null);
  if (!found?.isFile()) throw new DomainError('not_found', `There is no file ${file}. Name the file with the answers.`);
  return readAnswers(db, id, createReadStream(file), signal);
}

const whyOver = async ({ db }: CommandContext, id: string): Promise<string> => {
  const { state } = await getRun(db, id);
  return `The run is over (${runStateNames[state].toLowerCase()}): it has no more requests.`;
};

const writtenText = ({ teacher, model, file, requests }: Written): string =>
  `${requests} requests to ${teacher} (${model}): ${file}`;

function answersText(file: string, answers: BatchAnswers): string {
  const { lines, stored, again, failed, notWaiting, unreadable, problems } = answers;
  const counts = [
    `${stored} stored`,
    again > 0 && `${again} will be asked again`,
    failed > 0 && `${failed} failed`,
    notWaiting > 0 && `${notWaiting} not waited for`,
    unreadable > 0 && `${unreadable} unreadable`,
  ].filter(Boolean);
  return [
    `${file}: ${lines} lines, ${counts.join(', ')}`,
    ...problems.map(({ line, message }) => `  line ${line}: ${message}`),
  ].join('\n');
}
