import path from 'node:path';
import type { Command } from 'commander';
import { env } from '@/env';
import { addUploadedDocuments } from '@/taxonomy/documents/add-uploaded-documents';
import { fetchImported, withFetchOutcomes } from '@/taxonomy/documents/fetch-imported';
import { listRunningFetches } from '@/taxonomy/documents/activity';
import { protocolsFrom } from '@/taxonomy/documents/git-reference';
import { readUpload } from '@/taxonomy/documents/read-upload';
import type { ImportedLeaf, ImportReport } from '@/taxonomy/seeds/contract';
import { addDocumentsBeside } from '@/taxonomy/seeds/import/documents-beside';
import { importTaxonomy } from '@/taxonomy/seeds/import/import-taxonomy';
import { openSource } from '@/taxonomy/seeds/import/open-source';
import type { QnaVerdict } from '@/taxonomy/seeds/qna/validate';
import { validatePaths } from '@/taxonomy/seeds/validate-paths';
import { getTheTaxonomy } from '@/taxonomy/tree/nodes';
import type { CommandContext, Shell } from '../shell';
import { fetchHandler } from '../work';
import { workUntil } from '../work-until';

/** Longest wait for a slow git server; the fetch continues in the background. */
const FETCH_WAIT_MS = 120_000;

/** `validate` and `import`. */
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
    .action((source: string, flags: { dryRun?: true }) =>
      shell.withDatabase(
        async (context) => {
          const imported = await importSource(context, source, flags.dryRun === true);
          const report = imported.written ? await fetchDocuments(context, shell, imported) : imported;
          shell.print(report, reportText(report));
        },
        { mayBegin: true },
      ),
    );
}

async function importSource({ db, actor }: CommandContext, source: string, isDryRun: boolean): Promise<ImportReport> {
  const { id: taxonomyId } = await getTheTaxonomy(db);
  const { files, folder, close } = await openSource(source);
  try {
    const shownName = path.basename(path.resolve(source));
    const result = await importTaxonomy(db, actor, { taxonomyId, files, shownName, isDryRun });
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
