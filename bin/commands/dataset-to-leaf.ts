import { setTimeout as sleep } from 'node:timers/promises';
import { ImportSamplesQuery, type SamplesReport } from '@/taxonomy/datasets/contract-imported';
import type { ImportFile } from '@/taxonomy/datasets/imported/open-file';
import { importSamples } from '@/taxonomy/datasets/imported/to-leaf';
import { DomainError } from '@/taxonomy/errors';
import { cancelSampleImport, getSampleImport } from '@/taxonomy/generation/sample-imports/imports';
import { importRefusalNames, importRefusals } from '@/taxonomy/generation/vocabulary-sample-imports';
import { listWorkers } from '@/taxonomy/jobs/workers';
import { parseOrRefuse } from '@/taxonomy/parse';
import { getTheTaxonomy } from '@/taxonomy/tree/nodes';
import type { CommandContext, Shell } from '../shell';
import { work } from '../work';

type Asked = { leaf: string; dryRun: boolean; [field: string]: unknown };

const LOOK_MS = 300;

/** `dataset import FILE --to-leaf`. */
export async function importToLeaf(
  context: CommandContext,
  shell: Shell,
  file: ImportFile,
  { dryRun, ...asked }: Asked,
): Promise<void> {
  const { db, actor } = context;
  const query = parseOrRefuse(ImportSamplesQuery, { ...asked, isDryRun: String(dryRun) });
  const { id: taxonomyId } = await getTheTaxonomy(db);
  const report = await importSamples(db, actor, { taxonomyId, query }, file);
  for (const { line, detail } of report.problems)
    shell.note(`${report.unit === 'line' ? 'Line' : 'Row'} ${line}: ${detail}`);
  if (report.importId === null) return shell.print(report, wordsOf(report));
  await follow(context, shell, report.importId);
}

function wordsOf({ rows, refusals, leaf, compared, systemPrompts, earlierMessages }: SamplesReport): string {
  const refused = Object.values(refusals).reduce((sum, n) => sum + n, 0);
  return [
    `${rows - refused} of ${rows} rows would become samples of ${leaf.name}, to be reviewed (${compared} compared with it)`,
    ...importRefusalNames.flatMap((reason) =>
      refusals[reason] === undefined ? [] : [`${importRefusals[reason]}: ${refusals[reason]}`],
    ),
    ...(systemPrompts > 0 ? [`${systemPrompts} system prompts would be left out`] : []),
    ...(earlierMessages > 0 ? [`${earlierMessages} messages before the last question would be left out`] : []),
  ].join('\n');
}

/** Waits until the rows are added, and cancels when it is interrupted; does the work itself when no worker is running. */
async function follow(context: CommandContext, shell: Shell, importId: string): Promise<void> {
  const { db, actor, signal } = context;
  const done = new AbortController();
  const ownWork =
    (await listWorkers(db)).length === 0
      ? work(db, { ...context, signal: AbortSignal.any([signal, done.signal]) })
      : Promise.resolve();
  let now = await getSampleImport(db, importId);
  try {
    while (now.state === 'adding' && !signal.aborted) {
      await sleep(LOOK_MS, undefined, { signal }).catch(() => undefined);
      now = await getSampleImport(db, importId);
    }
    if (signal.aborted && now.state === 'adding') now = await cancelSampleImport(db, actor, importId);
  } finally {
    done.abort();
    await ownWork;
  }
  if (now.error !== null) throw new DomainError('unavailable', now.error);
  const { added, refused, rows, leafName } = now;
  shell.print(now, `Added ${added} of ${rows} rows to ${leafName}, to be reviewed; ${refused} refused`);
}
