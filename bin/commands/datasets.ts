import path from 'node:path';
import { InvalidArgumentError, type Command } from 'commander';
import { v7 as uuid } from 'uuid';
import type { Database } from '@/prisma/client';
import { knownFormat } from '@/taxonomy/datasets/export';
import { formatList } from '@/taxonomy/datasets/formats';
import { compareWithLatest, findLatest } from '@/taxonomy/datasets/continue-dataset';
import { PublishRequest, type Recipe, type RecipeChange, type VersionSummary } from '@/taxonomy/datasets/contract';
import { wholeRecipe } from '@/taxonomy/datasets/default-recipe';
import { defaultRecipe, labradoritePrompt } from '@/taxonomy/datasets/vocabulary';
import { publishJob } from '@/taxonomy/datasets/job';
import { previewVersion } from '@/taxonomy/datasets/preview';
import { publishVersion } from '@/taxonomy/datasets/publish';
import { changeSentence } from '@/taxonomy/datasets/recipe-changes';
import { findVersionByName, getVersionSummary, listVersions } from '@/taxonomy/datasets/versions';
import { writeExport } from '@/taxonomy/datasets/write-export';
import { DomainError } from '@/taxonomy/errors';
import { factsOf, pipelineFacts } from '@/taxonomy/generation/vocabulary-pipelines';
import { parseOrRefuse } from '@/taxonomy/parse';
import { findNodeByPath } from '@/taxonomy/tree/find-node';
import { getTheTaxonomy } from '@/taxonomy/tree/nodes';
import type { CommandContext, Shell } from '../shell';
import { workUntil } from '../work-until';

const PAGE = 100;
const NOTE_MS = 2_000;

type PublishOptions = {
  leaf?: string[];
  shortAnswerTokens?: number;
  replay?: number;
  seed?: string;
  systemPrompt?: string;
  pipeline?: string[];
  fresh?: boolean;
  evenIfSame?: boolean;
};
/** The version that the new one continues, and the differences; null for a new dataset. */
type Continued = { number: number; changes: RecipeChange[] } | null;
/** What is printed before a version is published. */
type Announced = { continued: Continued; recipe: Recipe; warnings: string[] };

/** `dataset publish`, `dataset export` and `dataset list`. */
export function register(program: Command, shell: Shell): void {
  const dataset = program.command('dataset').description('publish and export datasets');

  dataset
    .command('publish <name>')
    .description('publish all approved samples as the next version of a dataset')
    .option('--leaf <path...>', 'only these leaves or folders')
    .option(
      '--short-answer-tokens <n>',
      'short answer limit: knowledge answers up to this length go into the first phase',
      toNumber,
    )
    .option('--replay <fraction>', 'share of earlier phases to replay in later ones, 0 to 1', toNumber)
    .option('--seed <text>', 'random seed for order and replay')
    .option(
      '--system-prompt <text>',
      'first message of every row: your own text, "labradorite" for the one on its model card, or "none"',
    )
    .option(
      '--pipeline <names...>',
      'only samples of these pipelines, such as self-instruct; “all” for all but baselines, which are left out by default',
    )
    .option('--fresh', 'use the default settings instead of those of the last version')
    .option('--even-if-same', 'publish even when nothing has changed since the last version')
    .addHelpText('after', '\nSet the chat template and the text of the data card on the Publish page.')
    .action((name: string, options: PublishOptions) =>
      shell.withDatabase(async (context) => {
        const say = ({ continued, recipe, warnings }: Announced) => {
          printContinued(shell, name, continued, options);
          printSystemPrompt(shell, recipe);
          for (const warning of warnings) shell.note(`Warning: ${warning}`);
        };
        const { version, continued, warnings } = await publish(context, name, options, say);
        const changes = continued?.changes.map(({ name: what }) => what) ?? [];
        const result = continued ? { ...version, continues: continued.number, changes } : version;
        shell.print({ ...result, warnings }, `Published ${lineOf(version)}`);
      }),
    );

  dataset
    .command('export <version>')
    .description('write a published version to a folder; NAME is the last version, NAME@2 the second')
    .requiredOption('--format <format>', `file format: ${formatList.map(({ name }) => name).join(', ')}`)
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

/** Prompts that can be chosen by name. */
const namedPrompts = new Map([
  ['none', ''],
  ['labradorite', labradoritePrompt],
]);

/** @throws DomainError `invalid` for a name that no pipeline has. */
function pipelinesOf(names: string[]): string[] {
  if (names.length === 1 && names[0] === 'all') return [];
  const unknown = names.find((name) => factsOf(name) === null);
  if (unknown === undefined) return names;
  const known = Object.keys(pipelineFacts).join(', ');
  throw new DomainError('invalid', `There is no pipeline “${unknown}”. Choose from these: ${known}.`);
}

async function publish(
  { db, actor, signal }: CommandContext,
  name: string,
  {
    leaf,
    shortAnswerTokens,
    replay: replayFraction,
    seed,
    systemPrompt: prompt,
    pipeline,
    fresh = false,
    evenIfSame,
  }: PublishOptions,
  say: (announced: Announced) => void,
): Promise<{ version: VersionSummary; continued: Continued; warnings: string[] }> {
  const { id: taxonomyId } = await getTheTaxonomy(db);
  const nodes = leaf && (await Promise.all(leaf.map((text) => findNodeByPath(db, taxonomyId, text))));
  const pipelines = pipeline && pipelinesOf(pipeline);
  const systemPrompt = prompt === undefined ? undefined : (namedPrompts.get(prompt) ?? prompt);
  const asked = { scope: nodes?.map(({ id }) => id), shortAnswerTokens, replayFraction, seed, systemPrompt, pipelines };
  const given = Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined));
  const latest = fresh ? null : await findLatest(db, taxonomyId, name.trim());
  const request = parseOrRefuse(PublishRequest, {
    requestKey: uuid(),
    name,
    recipe: { ...defaultRecipe, ...latest?.recipe, ...given },
    evenIfSame,
  });
  const recipe = wholeRecipe(request.recipe);
  const continued = await compareWithLatest(db, { taxonomyId, name: request.name, recipe });
  // Without the name: the differences from the last version are in `continued`.
  const { warnings } = await previewVersion(db, taxonomyId, recipe, { signal });
  say({ continued, recipe, warnings });
  const { id } = await publishVersion(db, actor, taxonomyId, request);
  const isOver = async () => (await getVersionSummary(db, id)).state !== 'publishing';
  await workUntil(db, [publishJob], isOver, signal);
  signal.throwIfAborted();
  const version = await getVersionSummary(db, id);
  if (version.state === 'failed')
    throw new DomainError('unavailable', version.error ?? 'The version could not be published.');
  return { version, continued, warnings };
}

function printContinued(shell: Shell, name: string, continued: Continued, { fresh = false }: PublishOptions): void {
  if (!continued) return;
  const { number, changes } = continued;
  const kept = changes.length > 0 ? ', except:' : '.';
  shell.note(
    fresh
      ? `${name} starts from the defaults (--fresh).`
      : `${name} keeps the settings of version ${number}${kept} Use --fresh to start from the defaults.`,
  );
  for (const change of changes) shell.note(changeSentence(change, number));
}

/** Shown every time, because it becomes part of every row and cannot be changed later. */
function printSystemPrompt(shell: Shell, { systemPrompt }: Recipe): void {
  const name = systemPrompt === labradoritePrompt ? ' (Labradorite’s)' : '';
  const text = systemPrompt === '' ? 'none' : `“${systemPrompt}”${name}`;
  shell.note(`System prompt: ${text}. Change it with --system-prompt.`);
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
