import path from 'node:path';
import type { Command } from 'commander';
import { env } from '@/env';
import type { Database } from '@/prisma/client';
import { Id } from '@/taxonomy/contract';
import { addUploadedDocuments } from '@/taxonomy/documents/add-uploaded-documents';
import { fetchImported, withFetchOutcomes } from '@/taxonomy/documents/fetch-imported';
import { listRunningFetches } from '@/taxonomy/documents/activity';
import { protocolsFrom } from '@/taxonomy/documents/git-reference';
import { readUpload } from '@/taxonomy/documents/read-upload';
import { parseOrRefuse } from '@/taxonomy/parse';
import type { ImportDetail, ImportedLeaf, ImportReport, ImportSummary } from '@/taxonomy/seeds/contract';
import { addDocumentsBeside } from '@/taxonomy/seeds/import/documents-beside';
import { importTaxonomy } from '@/taxonomy/seeds/import/import-taxonomy';
import { listImports } from '@/taxonomy/seeds/import/imports';
import { openSource } from '@/taxonomy/seeds/import/open-source';
import { undoImport } from '@/taxonomy/seeds/import/undo-import';
import type { QnaVerdict } from '@/taxonomy/seeds/qna/validate';
import { validatePaths } from '@/taxonomy/seeds/validate-paths';
import { getTheTaxonomy } from '@/taxonomy/tree/nodes';
import type { CommandContext, Shell } from '../shell';
import { fetchHandler } from '../work';
import { workUntil } from '../work-until';

/** Longest wait for a slow git server; the fetch continues in the background. */
const FETCH_WAIT_MS = 120_000;

/** `validate`, `import`, and `imports list`, `imports undo`. */
export function register(program: Command, shell: Shell): void {
  program
    .command('validate <path...>')
    .description('check qna.yaml files, or all files in a folder, by InstructLab’s rules; needs no database')
    .option('--corpus-paths <file>', 'JSON lines with file and path, for files outside a taxonomy')
    .action(async (paths: string[], flags: { corpusPaths?: string }) => {
      let [count, bad] = [0, 0];
      for await (const verdict of validatePaths(paths, flags.corpusPaths)) {
        shell.printLine(verdict, verdictText(verdict));
        count += 1;
        if (verdict.status !== 'valid') bad += 1;
      }
      shell.note(`${count} ${count === 1 ? 'file' : 'files'}, ${bad} invalid.`);
      if (bad > 0) process.exitCode = 1;
    });

  program
    .command('import <source>')
    .description('import a taxonomy from a folder or a .zip; existing leaves that differ get a new version')
    .option('--dry-run', 'only show what would happen')
    .option('--only <path...>', 'only these leaves or folders of the source, such as knowledge/science')
    .option('--skip <path...>', 'not these leaves or folders')
    .addHelpText('after', '\nTo undo an import: imports list, then imports undo ID.')
    .action((source: string, flags: ImportFlags) =>
      shell.withDatabase(
        async (context) => {
          const imported = await importSource(context, source, flags);
          const report = imported.written ? await fetchDocuments(context, shell, imported) : imported;
          shell.print(report, reportText(report));
        },
        { mayBegin: true },
      ),
    );
  registerImports(program, shell);
}

function registerImports(program: Command, shell: Shell): void {
  const imports = program.command('imports').description('list and undo imports');
  imports
    .command('list')
    .description('list all imports, newest first')
    .action(() =>
      shell.withDatabase(async ({ db }) => {
        for await (const each of eachImport(db)) shell.printLine(each, importLine(each));
      }),
    );
  imports
    .command('undo <id>')
    .description('remove what an import added and restore what it changed; leaves that were edited since stay')
    .action((id: string) =>
      shell.withDatabase(async ({ db, actor }) => {
        const undone = await undoImport(db, actor, parseOrRefuse(Id, id));
        shell.print(undone, undoneText(undone));
      }),
    );
}

type ImportFlags = { dryRun?: boolean; only?: string[]; skip?: string[] };

async function* eachImport(db: Database): AsyncGenerator<ImportSummary> {
  const { id: taxonomyId } = await getTheTaxonomy(db);
  for (let cursor: string | undefined; ;) {
    const page = await listImports(db, taxonomyId, { cursor, limit: 100 });
    yield* page.items;
    if (page.nextCursor === null) return;
    cursor = page.nextCursor;
  }
}

const importLine = ({ id, createdAt, source, importedBy, added, changed, undone }: ImportSummary): string =>
  `${id}  ${createdAt.slice(0, 16).replace('T', ' ')}  ${source}  ${added} added, ${changed} changed  by ${importedBy}${undone ? '  undone' : ''}`;

function undoneText({ source, undone, keptLeaves }: ImportDetail): string {
  const { removed = 0, restored = 0, kept = 0 } = undone ?? {};
  const rest = kept > 0 ? `, ${kept} left as ${kept === 1 ? 'it is' : 'they are'}:` : '.';
  return [
    `Undid the import of ${source}: ${removed} removed, ${restored} restored${rest}`,
    ...keptLeaves.map(({ path: place, reason }) => `  ${place}: ${reason}`),
  ].join('\n');
}

async function importSource(
  { db, actor }: CommandContext,
  source: string,
  { dryRun: isDryRun = false, only, skip }: ImportFlags,
): Promise<ImportReport> {
  const { id: taxonomyId } = await getTheTaxonomy(db);
  const { files, folder, close } = await openSource(source);
  try {
    const shownName = path.basename(path.resolve(source));
    const result = await importTaxonomy(db, actor, { taxonomyId, files, shownName, isDryRun, choice: { only, skip } });
    const addDocument = (document: { leafId: string; name: string; bytes: Uint8Array }) =>
      addUploadedDocuments(db, { actor, ...document });
    if (!isDryRun && folder !== null) await addDocumentsBeside(db, { report: result.report, folder, addDocument });
    return await fetchImported(db, { actor, result, protocols: protocolsFrom(env.SEEDLEAF_GIT_PROTOCOLS) });
  } finally {
    close();
  }
}

/** Waits for the documents to be fetched, and runs fetches that no worker has claimed. */
async function fetchDocuments({ db, home, signal }: CommandContext, shell: Shell, report: ImportReport) {
  const isDone = async () => (await listRunningFetches(db)).length === 0;
  if (await isDone()) return withFetchOutcomes(db, report);
  shell.note('Fetching documents from git…');
  const late = AbortSignal.timeout(FETCH_WAIT_MS);
  await workUntil(db, [fetchHandler(home), readUpload], isDone, AbortSignal.any([signal, late]));
  if (!(await isDone()))
    shell.note('Some documents are not fetched yet. Fetching continues while Seedleaf or `worker` runs.');
  return withFetchOutcomes(db, report);
}

type LinePlace = { line: number | null; column: number | null };

const problemText = (file: string, { line, column }: LinePlace, severity: string, message: string) =>
  `  ${file}${line === null ? '' : `:${line}:${column}`}: ${severity}: ${message}`;

function verdictText({ file, status, errors, warnings }: QnaVerdict): string {
  const lines = [
    ...errors.map((error) => problemText(file, error, 'error', error.message)),
    ...warnings.map((warning) => problemText(file, warning, 'warning', warning.message)),
  ];
  return [`${status.padEnd(10)} ${file}`, ...lines].join('\n');
}

function leafText({ file, outcome, seedCount, problems }: ImportedLeaf): string {
  const lines = problems.map((problem) => problemText(file, problem, problem.severity, problem.message));
  return [`${outcome.padEnd(10)} ${file} (${seedCount} seeds)`, ...lines].join('\n');
}

function reportText({ leaves, added, changed, unchanged, invalid, written }: ImportReport): string {
  const sum = `${added} added, ${changed} changed, ${unchanged} unchanged, ${invalid} invalid`;
  return [...leaves.map(leafText), `${sum}${written ? '' : '; nothing was written (--dry-run)'}.`].join('\n');
}
