import { InvalidArgumentError, Option, type Command } from 'commander';
import { v7 as uuid } from 'uuid';
import type { Database } from '@/prisma/client';
import type { Actor } from '@/taxonomy/accounts/contract';
import type { DecideRequest, Sample } from '@/taxonomy/review/contract';
import { decideMany } from '@/taxonomy/review/decide';
import { listSamples } from '@/taxonomy/review/queue';
import {
  listedStatuses,
  mayApproveInBulk,
  rejectReasons,
  sampleStatuses,
  type RejectReason,
  type SampleStatus,
} from '@/taxonomy/review/vocabulary';
import { findNodeByPath } from '@/taxonomy/tree/find-node';
import { getTheTaxonomy } from '@/taxonomy/tree/nodes';
import type { Shell } from '../shell';

const BATCH = 200;

type SamplesOptions = { leaf?: string; status?: SampleStatus; run?: string; limit: number };
type DecideOptions = { leaf: string; status: SampleStatus; verdict: 'approve' | 'reject'; reason?: RejectReason };

const statusOption = (description: string, statuses: readonly SampleStatus[]) =>
  new Option('--status <status>', description).choices(statuses);

/** `samples` lists samples, `decide` approves or rejects all samples of a leaf. */
export function register(program: Command, shell: Shell): void {
  program
    .command('samples')
    .description('list samples, oldest first')
    .option('--leaf <path>', 'a node id or a path such as knowledge/science/birds; without it, all')
    .addOption(statusOption('pending, approved, rejected or withdrawn; without it, all', sampleStatuses))
    .option('--run <id>', 'only samples of this run')
    .option('--limit <n>', 'number of samples to list', wholeNumber, 1_000_000)
    .action((options: SamplesOptions) =>
      shell.withDatabase(async ({ db }) => {
        let count = 0;
        for await (const sample of eachSample(db, options)) {
          shell.printLine(sample, lineOf(sample));
          count += 1;
        }
        if (count === 0) shell.note('No samples match. Remove --leaf, --status or --run to see more.');
      }),
    );

  program
    .command('decide')
    .description('approve or reject all samples of a leaf (or of everything below a folder) that have one status')
    .requiredOption('--leaf <path>', 'a node id or a path')
    .addOption(statusOption('which samples to decide on', listedStatuses).makeOptionMandatory())
    .addOption(new Option('--verdict <verdict>', '').choices(['approve', 'reject']).makeOptionMandatory())
    .addOption(new Option('--reason <reason>', 'reason for rejecting').choices(Object.keys(rejectReasons)))
    .action((options: DecideOptions) =>
      shell.withDatabase(async ({ db, actor }) => {
        const result = await decideAll(db, actor, options);
        shell.print(
          result,
          `Decided on ${result.decided} samples; ${result.conflicts} were already decided by someone else.${heldText(result)}`,
        );
      }),
    );
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('It must be a whole number from 1.');
  return Number(text);
}

async function* eachSample(db: Database, { leaf, status, run, limit }: SamplesOptions): AsyncGenerator<Sample> {
  const { id: taxonomyId } = await getTheTaxonomy(db);
  const nodeId = leaf ? (await findNodeByPath(db, taxonomyId, leaf)).id : null;
  let cursor: string | undefined;
  for (let left = limit; left > 0;) {
    const size = Math.min(BATCH, left);
    const page = await listSamples(db, { taxonomyId, nodeId, status, runId: run, cursor, limit: size });
    yield* page.items;
    left -= page.items.length;
    if (page.nextCursor === null) return;
    cursor = page.nextCursor;
  }
}

async function decideAll(db: Database, actor: Actor, { leaf, status, verdict, reason }: DecideOptions) {
  const totals = { decided: 0, conflicts: 0, held: 0 };
  let batch: DecideRequest[] = [];
  const decide = async () => {
    if (batch.length === 0) return;
    const outcomes = await decideMany(db, actor, batch);
    totals.decided += outcomes.filter(({ outcome }) => outcome === 'recorded').length;
    totals.conflicts += outcomes.filter(({ outcome }) => outcome === 'conflict').length;
    batch = [];
  };
  for await (const sample of eachSample(db, { leaf, status, limit: Number.MAX_SAFE_INTEGER })) {
    if (verdict === 'approve' && !mayApproveInBulk(sample)) {
      totals.held += 1;
      continue;
    }
    batch.push({ id: uuid(), sampleId: sample.id, version: sample.version, verdict, reason });
    if (batch.length === BATCH) await decide();
  }
  await decide();
  return totals;
}

const heldText = ({ held }: { held: number }): string =>
  held === 0 ? '' : ` ${held} speak to the judge and were left for a person; read them under Review.`;

function lineOf({ id, status, leafName, question, isPractice, heldReason }: Sample): string {
  const mark = `${isPractice ? ' (practice, not a model)' : ''}${heldReason === null ? '' : ' (held)'}`;
  return `${id}  ${status.padEnd(8)}  ${leafName}${mark}: ${question.replaceAll(/\s+/g, ' ').slice(0, 100)}`;
}
