import path from 'node:path';
import { InvalidArgumentError, type Command } from 'commander';
import { v7 as uuid } from 'uuid';
import type { Database } from '@/prisma/client';
import { knownFormat } from '@/taxonomy/datasets/export';
import { PublishRequest, type VersionSummary } from '@/taxonomy/datasets/contract';
import { publishJob } from '@/taxonomy/datasets/job';
import { publishVersion } from '@/taxonomy/datasets/publish';
import { findVersionByName, getVersionSummary, listVersions } from '@/taxonomy/datasets/versions';
import { writeExport } from '@/taxonomy/datasets/write-export';
import { DomainError } from '@/taxonomy/errors';
import { findNodeByPath } from '@/taxonomy/tree/find-node';
import { getTheTaxonomy } from '@/taxonomy/tree/nodes';
import type { CommandContext, Shell } from '../shell';
import { workUntil } from '../work-until';

const PAGE = 100;
const NOTE_MS = 2_000;

type PublishOptions = { leaf?: string[]; shortAnswerTokens?: number; replay?: number; seed?: string };

/** `dataset publish`, `dataset export` and `dataset list`. */
export function register(program: Command, shell: Shell): void {
  const dataset = program.command('dataset').description('publish and export datasets');

  dataset
    .command('publish <name>')
    .description('freeze what is approved now as the next version of a dataset, in LAB’s three phases')
    .option('--leaf <path...>', 'only these leaves, or all below these folders')
    .option(
      '--short-answer-tokens <n>',
      'knowledge answers of at most so many tokens go into the first phase',
      toNumber,
    )
    .option('--replay <fraction>', 'share of each earlier phase that a later one repeats, 0 to 1', toNumber)
    .option('--seed <text>', 'random seed of order and replay')
    .action((name: string, options: PublishOptions) =>
      shell.withDatabase(async (context) => {
        const version = await publish(context, name, options);
        shell.print(version, `Published ${lineOf(version)}`);
      }),
    );

  dataset
    .command('export <version>')
    .description('write a published version (NAME is its last one, NAME@2 the second) to a folder')
    .requiredOption('--format <format>', 'how to write it: messages')
    .requiredOption('--out <folder>', 'a new or empty folder, or one with an earlier export')
    .action((version: string, { format, out }: { format: string; out: string }) =>
      shell.withDatabase(async (context) => {
        const result = await exportTo(context, shell, { version, format, folder: path.resolve(out) });
        const { rows, folder, files } = result;
        shell.print(result, `Wrote ${rows} rows in ${files.length} files to ${folder}`);
      }),
    );

  dataset
    .command('list')
    .description('list all versions, newest first')
    .action(() =>
      shell.withDatabase(async ({ db }) => {
        for await (const version of eachVersion(db)) shell.printLine(version, lineOf(version));
      }),
    );
}

function toNumber(text: string): number {
  if (!/^\d{1,9}(\.\d{1,4})?$/.test(text)) throw new InvalidArgumentError('It must be a number.');
  return Number(text);
}

async function publish(
  { db, actor, signal }: CommandContext,
  name: string,
  { leaf = [], shortAnswerTokens, replay: replayFraction, seed }: PublishOptions,
): Promise<VersionSummary> {
  const { id: taxonomyId } = await getTheTaxonomy(db);
  const nodes = await Promise.all(leaf.map((text) => findNodeByPath(db, taxonomyId, text)));
  const asked = { scope: nodes.map(({ id }) => id), shortAnswerTokens, replayFraction, seed };
  const given = Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined));
  const request = PublishRequest.safeParse({ requestKey: uuid(), name, recipe: given });
  if (!request.success) {
    const [issue] = request.error.issues;
    throw new DomainError('invalid', `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'wrong'}`);
  }
  const { id } = await publishVersion(db, actor, taxonomyId, request.data);
  const isOver = async () => (await getVersionSummary(db, id)).state !== 'publishing';
  await workUntil(db, [publishJob], isOver, signal);
  signal.throwIfAborted();
  const version = await getVersionSummary(db, id);
  if (version.state === 'failed')
    throw new DomainError('unavailable', version.error ?? 'The version could not be published.');
  return version;
}

async function exportTo(
  { db, signal }: CommandContext,
  shell: Shell,
  { version: text, format, folder }: { version: string; format: string; folder: string },
) {
  const { id: taxonomyId } = await getTheTaxonomy(db);
  const version = await findVersionByName(db, taxonomyId, text);
  const { datasetName, number, rows, contentHash, isPractice } = version;
  let told = Date.now();
  const onRows = (done: number) => {
    if (Date.now() - told < NOTE_MS) return;
    told = Date.now();
    shell.note(`${done} of ${rows} rows`);
  };
  const place = { format: knownFormat(format), folder, isAlone: false };
  const files = await writeExport(db, version, place, { signal, onRows });
  return { dataset: datasetName, version: number, format, folder, rows, contentHash, isPractice, files };
}

async function* eachVersion(db: Database): AsyncGenerator<VersionSummary> {
  const { id: taxonomyId } = await getTheTaxonomy(db);
  for (let cursor: string | undefined; ;) {
    const page = await listVersions(db, taxonomyId, { cursor, limit: PAGE });
    yield* page.items;
    if (page.nextCursor === null) return;
    cursor = page.nextCursor;
  }
}

function lineOf({ datasetName, number, state, rows, isPractice, error }: VersionSummary): string {
  const mark = isPractice ? ' (practice, not a model)' : '';
  return `${datasetName}@${number}  ${state}  ${rows} rows${mark}${error ? `  ${error}` : ''}`;
}
