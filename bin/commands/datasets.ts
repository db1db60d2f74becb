import { InvalidArgumentError, Option, type Command } from 'commander';
import { v7 as uuid } from 'uuid';
import type { Database } from '@/prisma/client';
import { compareWithLatest, findLatest } from '@/taxonomy/datasets/continue-dataset';
import { PublishRequest, type VersionSummary } from '@/taxonomy/datasets/contract';
import { type RecipeChange } from '@/taxonomy/datasets/contract-changes';
import type { Recipe } from '@/taxonomy/datasets/contract-recipe';
import { wholeRecipe } from '@/taxonomy/datasets/default-recipe';
import { labradoritePrompt } from '@/taxonomy/datasets/vocabulary';
import { phasePresets } from '@/taxonomy/datasets/vocabulary-phases';
import { publishJob } from '@/taxonomy/datasets/job';
import { previewVersion } from '@/taxonomy/datasets/preview';
import { publishVersion } from '@/taxonomy/datasets/publish';
import { changeSentence } from '@/taxonomy/datasets/recipe-changes';
import { getVersionSummary, listVersions } from '@/taxonomy/datasets/versions';
import { DomainError } from '@/taxonomy/errors';
import { parseOrRefuse } from '@/taxonomy/parse';
import { getTheTaxonomy } from '@/taxonomy/tree/nodes';
import type { CommandContext, Shell } from '../shell';
import { workUntil } from '../work-until';
import { registerExport } from './dataset-export';
import { registerImported } from './dataset-imported';
import { registerPush } from './dataset-push';
import { recipeOf, toScore, type PublishOptions } from './dataset-recipe';

const PAGE = 100;

/** The version that the new one continues, and the differences; null for a new dataset. */
type Continued = { number: number; changes: RecipeChange[] } | null;
/** What is printed before a version is published. */
type Announced = { continued: Continued; recipe: Recipe; warnings: string[] };

/** `dataset publish`, `dataset export`, `dataset preview` and `dataset list`. */
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
    .addOption(
      new Option(
        '--phases <name>',
        'arrangement of phases: as on the LAB card, in the paper, of InstructLab, or one',
      ).choices(Object.keys(phasePresets)),
    )
    .option('--recipe <file>', 'JSON file with settings of a recipe, such as own phases; other options come on top')
    .option('--replay <fraction>', 'share of earlier phases to replay in later ones, 0 to 1', toNumber)
    .option('--at-most <rows>', 'at most so many rows of each leaf', toNumber)
    .option('--exactly <rows>', 'so many rows of each leaf that has them', toNumber)
    .option('--repeat', 'with --exactly: leaves with fewer samples repeat them')
    .option('--validation <fraction>', 'share of rows held out for validation, 0 to 0.5', toNumber)
    .option('--test <fraction>', 'share of rows held out for test, 0 to 0.5', toNumber)
    .option('--run <ids...>', 'only samples of these runs')
    .option('--teacher <names...>', 'only samples that these teachers wrote')
    .option('--minimum-score <step=score...>', 'only samples that a judge gave this score or more', toScore)
    .option('--with-pending', 'also samples that nobody has decided on yet')
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

  registerExport(dataset, shell);
  registerPush(dataset, shell);

  registerImported(dataset, shell);

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
  options: PublishOptions,
  say: (announced: Announced) => void,
): Promise<{ version: VersionSummary; continued: Continued; warnings: string[] }> {
  const { fresh = false, evenIfSame } = options;
  const { id: taxonomyId } = await getTheTaxonomy(db);
  const latest = fresh ? null : await findLatest(db, taxonomyId, name.trim());
  const request = parseOrRefuse(PublishRequest, {
    requestKey: uuid(),
    name,
    recipe: await recipeOf(db, taxonomyId, latest?.recipe, options),
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
