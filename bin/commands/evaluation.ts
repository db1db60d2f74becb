import path from 'node:path';
import type { Command } from 'commander';
import type { Database } from '@/prisma/client';
import { Id } from '@/taxonomy/contract';
import { parseOrRefuse } from '@/taxonomy/parse';
import { ModelRequest, type EvaluatedModel, type ImportedFile } from '@/taxonomy/training/contract';
import { findResultFiles, readResultFile } from '@/taxonomy/training/evaluation/find-result-files';
import { importResults, removeImport } from '@/taxonomy/training/evaluation/import-results';
import { listImports, listModels } from '@/taxonomy/training/evaluation/table';
import { benchmarks, sourceNames } from '@/taxonomy/training/vocabulary';
import { getTheTaxonomy } from '@/taxonomy/tree/nodes';
import type { Shell } from '../shell';
import { registerSet } from './evaluation-set';

const PAGE = 200;

type ImportOptions = { model: string; base?: string; checkpoint?: string; note?: string; judgedModel?: string };

/** `evaluation set`, `evaluation import`, `evaluation list`, `evaluation imports`, `evaluation remove`. */
export function register(program: Command, shell: Shell): void {
  const evaluation = program.command('evaluation').description('results of evaluations of trained models');
  registerSet(evaluation, shell);
  evaluation
    .command('import <places...>')
    .description(
      'import results: files of lm-evaluation-harness (results_*.json), MT-Bench judgments (*_single.jsonl) or InstructLab’s evaluators as JSON, or folders with them',
    )
    .requiredOption('--model <name>', 'the model that was evaluated')
    .option('--base <name>', 'the model to compare it with; its results can be imported later')
    .option('--checkpoint <name>', 'which checkpoint of the model it is')
    .option('--note <text>', 'a note for people')
    .option('--judged-model <name>', 'the model in a file of judgments of several models')
    .addHelpText('after', '\nAll files are imported, or none if one of them cannot be read.')
    .action((places: string[], options: ImportOptions) =>
      shell.withDatabase(async ({ db, actor, signal }) => {
        const { judgedModel, model: name, base, checkpoint, note } = options;
        const model = parseOrRefuse(ModelRequest, { name, base, checkpoint, note });
        const found: string[] = [];
        for (const place of places) found.push(...(await findResultFiles(place)));
        const files = [...new Set(found.map((file) => path.resolve(file)))].map((file) => ({
          name: shownName(file),
          read: () => {
            signal.throwIfAborted();
            return readResultFile(file);
          },
        }));
        const { id: taxonomyId } = await getTheTaxonomy(db);
        const outcome = await importResults(db, actor, { taxonomyId, model, files, judgedModel });
        for (const { warnings } of outcome.files) for (const warning of warnings) shell.note(`Warning: ${warning}`);
        shell.print(outcome, outcome.files.map((file) => lineOfFile(file)).join('\n'));
      }),
    );
  evaluation
    .command('list')
    .description('list the evaluated models with their results in the columns of the model card’s table')
    .action(() =>
      shell.withDatabase(async ({ db }) => {
        let count = 0;
        for await (const model of eachModel(db)) {
          count += 1;
          shell.printLine(model, lineOfModel(model));
        }
        if (count === 0) shell.note('Nothing is imported yet. Run: evaluation import FILE --model NAME');
      }),
    );
  evaluation
    .command('imports')
    .description('list the imported files, newest first')
    .action(() =>
      shell.withDatabase(async ({ db }) => {
        const { id } = await getTheTaxonomy(db);
        for (let cursor: string | undefined, isFirst = true; isFirst || cursor !== undefined; isFirst = false) {
          const page = await listImports(db, id, { cursor, limit: PAGE });
          for (const each of page.items)
            shell.printLine(each, `${each.id}  ${each.modelName}  ${each.fileName}  ${each.results} results`);
          cursor = page.nextCursor ?? undefined;
        }
      }),
    );
  evaluation
    .command('remove <import>')
    .description('remove an import with all its results, by its id (see: evaluation imports)')
    .action((given: string) =>
      shell.withDatabase(async ({ db, actor }) => {
        const importId = parseOrRefuse(Id, given);
        const { id: taxonomyId } = await getTheTaxonomy(db);
        await removeImport(db, actor, { taxonomyId, importId });
        shell.print({ id: importId, removed: true }, `Removed: ${importId}`);
      }),
    );
}

/** Inside the current folder without it; elsewhere the whole path. */
function shownName(file: string): string {
  const inside = path.relative('.', file);
  return inside.startsWith('..') ? file : inside;
}

function lineOfFile({ fileName, results, source, errorRate, isKnown }: ImportedFile): string {
  if (isKnown) return `Already imported: ${fileName}`;
  const errors = errorRate === null ? '' : `, ${(errorRate * 100).toFixed(1)} % errors of the judge`;
  return `Imported: ${fileName}, ${results} results of ${sourceNames[source]}${errors}`;
}

function lineOfModel({ name, base, cells }: EvaluatedModel): string {
  const shown = cells.flatMap(({ benchmark, measured, delta }) => {
    if (!measured) return [];
    const label = benchmarks.find(({ id }) => id === benchmark)?.name ?? benchmark;
    const change = delta ? ` (${signed(delta.value)}${delta.verdict === 'unknown' ? '' : `, ${delta.verdict}`})` : '';
    return [`${label} ${measured.value.toFixed(2)}${change}`];
  });
  return `${name}${base === null ? '' : ` against ${base}`}  ${shown.join(', ') || 'none of the model card’s benchmarks'}`;
}

const signed = (value: number) => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(2)}`;

async function* eachModel(db: Database): AsyncGenerator<EvaluatedModel> {
  const { id } = await getTheTaxonomy(db);
  for (let cursor: string | undefined, isFirst = true; isFirst || cursor !== undefined; isFirst = false) {
    const page = await listModels(db, id, { cursor, limit: PAGE });
    yield* page.items;
    cursor = page.nextCursor ?? undefined;
  }
}
