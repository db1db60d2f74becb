import { InvalidArgumentError, type Command } from 'commander';
import { DomainError } from '@/taxonomy/errors';
import { parseOrRefuse } from '@/taxonomy/parse';
import { compareRuns, listComparedLeaves } from '@/taxonomy/generation/comparison/compare-runs';
import { measureRun } from '@/taxonomy/generation/comparison/measure-run';
import { ComparisonQuery, type ComparedLeaf } from '@/taxonomy/generation/contract-comparison';
import { comparisonCsv, type Compared } from '@/taxonomy/generation/vocabulary-comparison';
import { comparisonLimits } from '@/taxonomy/generation/vocabulary-comparison-limits';
import { findNodeByPath } from '@/taxonomy/tree/find-node';
import { getTheTaxonomy } from '@/taxonomy/tree/nodes';
import { comparisonText } from '../comparison-text';
import type { CommandContext, Shell } from '../shell';

type Flags = { node?: string; equalRows?: true; csv?: true };

const LEAVES_PER_READ = 500;

/** `compare` puts two to four runs side by side. */
export function register(program: Command, shell: Shell): void {
  program
    .command('compare <runs...>')
    .description('compare two to four runs: coverage, diversity, lengths, survival by step, cost, decisions')
    .option('--node <leaf>', 'only this leaf, or the leaves below this folder (an id, or a path)')
    .option('--equal-rows', 'measure as many rows of each run as the smallest one has')
    .option('--csv', 'print a CSV file: one column per run')
    .action((runs: string[], flags: Flags) =>
      shell.withDatabase(async (context) => {
        if (flags.csv && shell.isJson) throw new InvalidArgumentError('Choose --csv or --json, not both.');
        const { query, path, equal, compared, leaves } = await compare(context, shell, runs, flags);
        if (flags.csv) process.stdout.write(comparisonCsv(compared, leaves));
        else {
          shell.print(
            { place: path, rowsMeasuredAtMost: equal, runs: compared, leaves },
            comparisonText(compared, { place: path?.path ?? null, leaves: leaves.length }),
          );
        }
        const going = compared.filter(({ run }) => run.finishedAt === null);
        if (going.length > 0)
          shell.note(`${going.length} of ${query.runs.length} runs are not over; compared as they are now.`);
      }),
    );
}

async function compare({ db, signal }: CommandContext, shell: Shell, runs: string[], { node, equalRows }: Flags) {
  const { id: taxonomyId } = await getTheTaxonomy(db);
  const place = node === undefined ? null : await findNodeByPath(db, taxonomyId, node);
  const query = parseOrRefuse(ComparisonQuery, { runs: runs.join(','), node: place?.id });
  const comparison = await compareRuns(db, query);
  const equal = equalRows
    ? Math.min(comparisonLimits.rows, ...comparison.runs.map(({ rows }) => rows))
    : comparisonLimits.rows;
  if (equal === 0)
    throw new DomainError('invalid', 'One of the runs kept no row, so --equal-rows leaves nothing to measure.');
  const compared: Compared[] = [];
  for (const run of comparison.runs) {
    if (run.rows > equal) shell.note(`Measuring ${equal} of the ${run.rows} rows of run ${run.run.id}`);
    const texts = { runId: run.run.id, path: place?.path ?? null };
    compared.push({ ...run, measures: await measureRun(db, texts, { rows: equal, signal }) });
  }
  const leaves: ComparedLeaf[] = [];
  let cursor: string | null = null;
  do {
    const page = await listComparedLeaves(db, { ...query, cursor: cursor ?? undefined, limit: LEAVES_PER_READ });
    leaves.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return { query, path: comparison.place, equal, compared, leaves };
}
