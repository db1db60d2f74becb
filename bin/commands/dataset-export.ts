import path from 'node:path';
import { InvalidArgumentError, Option, type Command } from 'commander';
import type { FormatOptions } from '@/taxonomy/datasets/contract';
import { knownFormat } from '@/taxonomy/datasets/export';
import { formatList } from '@/taxonomy/datasets/formats';
import { previewExport } from '@/taxonomy/datasets/preview-export';
import { findVersionByName } from '@/taxonomy/datasets/versions';
import { splits, type Split } from '@/taxonomy/datasets/vocabulary-limits';
import { writeExport } from '@/taxonomy/datasets/write-export';
import { getTheTaxonomy } from '@/taxonomy/tree/nodes';
import type { CommandContext, Shell } from '../shell';

const NOTE_MS = 2_000;
const MOST_PREVIEWED = 100;

type ExportOptions = { format: string; option?: FormatOptions };
type PreviewOptions = ExportOptions & { phase?: string; split: Split; limit: number };

/** `dataset export` and `dataset preview`. */
export function registerExport(dataset: Command, shell: Shell): void {
  dataset
    .command('export <version>')
    .description('write a published version to a folder; NAME is the last version, NAME@2 the second')
    .addOption(formatOption())
    .requiredOption('--out <folder>', 'a new or empty folder, or one with an earlier export')
    .addOption(formatOptions())
    .action((version: string, { out, ...options }: ExportOptions & { out: string }) =>
      shell.withDatabase(async (context) => {
        const result = await exportTo(context, shell, { version, ...options, folder: path.resolve(out) });
        const { rows, folder, files } = result;
        shell.print(result, `Wrote ${rows} rows in ${files.length} files to ${folder}`);
      }),
    );

  dataset
    .command('preview <version>')
    .description('print the first rows of a phase exactly as an export in a format writes them')
    .addOption(formatOption())
    .option('--phase <key>', 'a phase of the version (default: its first one with rows)')
    .addOption(new Option('--split <name>', 'rows for training, or held-out ones').choices(splits).default('train'))
    .option('--limit <n>', `number of rows, at most ${MOST_PREVIEWED}`, toLimit, MOST_PREVIEWED)
    .addOption(formatOptions())
    .action((text: string, options: PreviewOptions) =>
      shell.withDatabase(async ({ db }) => {
        const { id: taxonomyId } = await getTheTaxonomy(db);
        const version = await findVersionByName(db, taxonomyId, text);
        const {
          phase = version.manifest?.phases.find(({ rows }) => rows > 0)?.key ?? '',
          format,
          split,
          limit,
        } = options;
        const which = { format, options: options.option ?? {}, phase, split, limit };
        const { files } = await previewExport(db, version.id, which);
        for (const { name, head, rows } of files) {
          shell.note(`${name}: ${rows.length} rows of ${phase}`);
          if (head !== null && !shell.isJson) shell.printLine({}, withoutEnd(head));
          for (const row of rows) shell.printLine({ file: name, row }, withoutEnd(row));
        }
      }),
    );
}

/** A line is printed with a line end. */
const withoutEnd = (line: string): string => line.replace(/\r?\n$/, '');

const formatOption = () =>
  new Option(
    '--format <format>',
    `file format: ${formatList.map(({ name }) => name).join(', ')}`,
  ).makeOptionMandatory();

export const formatOptions = () =>
  new Option('--option <name=value...>', 'options of the format, such as separator=tab or rowsPerFile=50000').argParser(
    toOption,
  );

/** Adds `name=value` to the options so far; numbers and yes or no are read as such. */
function toOption(text: string, before: FormatOptions = {}): FormatOptions {
  const [, name, value] = /^(\w{1,50})=(.{1,1000})$/s.exec(text) ?? [];
  if (name === undefined || value === undefined) throw new InvalidArgumentError('Write it as name=value.');
  const read = /^\d{1,9}$/.test(value) ? Number(value) : value === 'true' ? true : value === 'false' ? false : value;
  return { ...before, [name]: read };
}

function toLimit(text: string): number {
  const limit = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (limit < 1 || limit > MOST_PREVIEWED) throw new InvalidArgumentError(`It must be from 1 to ${MOST_PREVIEWED}.`);
  return limit;
}

/** Writes a version to a folder and says how far it is. */
export async function exportTo(
  { db, signal }: CommandContext,
  shell: Shell,
  { version: text, format, option = {}, folder }: ExportOptions & { version: string; folder: string },
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
  const place = { format: knownFormat(format), options: option, folder, isAlone: false };
  const files = await writeExport(db, version, place, { signal, onRows });
  return { dataset: datasetName, version: number, format, folder, rows, contentHash, isPractice, files };
}
