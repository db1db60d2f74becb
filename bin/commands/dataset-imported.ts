import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { Command } from 'commander';
import type { Db } from '@/prisma/client';
import type { ImportedSet } from '@/taxonomy/datasets/contract';
import { ImportSetQuery } from '@/taxonomy/datasets/contract-imported';
import { importSet, listImportedSets, removeImportedSet } from '@/taxonomy/datasets/imported/sets';
import { DomainError } from '@/taxonomy/errors';
import { parseOrRefuse } from '@/taxonomy/parse';
import { getTheTaxonomy } from '@/taxonomy/tree/nodes';
import type { Shell } from '../shell';
import { importToLeaf } from './dataset-to-leaf';

const MOST_SETS = 500;
const NOTE_MS = 2_000;

type ImportOptions = {
  name?: string;
  licence?: string;
  source?: string;
  question?: string;
  answer?: string;
  context?: string;
  system?: string;
  toLeaf?: string;
  dryRun?: boolean;
  skipBad?: boolean;
};

/** `dataset import`, `dataset imported` and `dataset remove-import`. */
export function registerImported(dataset: Command, shell: Shell): void {
  dataset
    .command('import <file>')
    .description(
      'import a file of conversations (JSON lines, JSON, CSV or Parquet), for versions to replay or for people to review',
    )
    .option('--to-leaf <path>', 'add its questions and answers to this leaf (a path or an id), to be reviewed')
    .option('--name <name>', 'its name; by default the name of the file')
    .option('--licence <text>', 'its licence')
    .option('--source <text>', 'where it is from')
    .option('--question <field>', 'the field of the question, when the shape is not a usual one')
    .option('--answer <field>', 'the field of the answer')
    .option('--context <field>', 'the field of a context that goes before the question')
    .option('--system <field>', 'the field of a system prompt')
    .option('--dry-run', 'only report what the file has')
    .option('--skip-bad', 'leave out rows that are no conversations, instead of refusing the file')
    .action((file: string, { name, toLeaf, dryRun = false, skipBad = false, ...fields }: ImportOptions) =>
      shell.withDatabase(async (context) => {
        const { db, actor } = context;
        const found = await stat(file).catch(() => null);
        if (!found?.isFile()) throw new DomainError('not_found', `There is no file ${file}.`);
        const source = { name: path.basename(file), path: file };
        if (toLeaf !== undefined) return importToLeaf(context, shell, source, { ...fields, leaf: toLeaf, dryRun });
        const asked = {
          ...fields,
          name: name ?? path.parse(file).name,
          isDryRun: String(dryRun),
          skipsBad: String(skipBad),
        };
        const query = parseOrRefuse(ImportSetQuery, asked);
        let told = Date.now();
        const onRows = (rows: number) => {
          if (Date.now() - told < NOTE_MS) return;
          told = Date.now();
          shell.note(`${rows} rows`);
        };
        const { id: taxonomyId } = await getTheTaxonomy(db);
        const report = await importSet(db, actor, { taxonomyId, query, onRows }, source);
        for (const { line, problem } of report.problems)
          shell.note(`${report.unit === 'line' ? 'Line' : 'Row'} ${line}: ${problem}`);
        const did = dryRun ? 'It has' : `Imported ${report.name}:`;
        shell.print(
          report,
          `${did} ${report.rows} conversations (${report.shape ?? 'no shape'}), ${report.bad} bad ${report.unit}s`,
        );
      }),
    );
  dataset
    .command('imported')
    .description('list imported datasets')
    .action(() =>
      shell.withDatabase(async ({ db }) => {
        const sets = await allSets(db);
        for (const set of sets) shell.printLine(set, `${set.name}  ${set.rows} rows  ${set.licence}`);
        if (sets.length === 0) shell.note('There are no imported datasets yet. Import one: dataset import FILE');
      }),
    );
  dataset
    .command('remove-import <name>')
    .description('remove an imported dataset that no version repeats')
    .action((name: string) =>
      shell.withDatabase(async ({ db, actor }) => {
        const set = (await allSets(db)).find((each) => each.name === name);
        if (!set)
          throw new DomainError('not_found', `There is no imported dataset “${name}”. List them: dataset imported`);
        await removeImportedSet(db, actor, (await getTheTaxonomy(db)).id, set.id);
        shell.print({ id: set.id, removed: true }, `Removed ${set.name}`);
      }),
    );
}

async function allSets(db: Db): Promise<ImportedSet[]> {
  return (await listImportedSets(db, (await getTheTaxonomy(db)).id, { limit: MOST_SETS })).items;
}
