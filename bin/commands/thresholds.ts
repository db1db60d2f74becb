import { setTimeout as sleep } from 'node:timers/promises';
import { InvalidArgumentError, type Command } from 'commander';
import { v7 as uuid } from 'uuid';
import { DomainError } from '@/taxonomy/errors';
import type { ThresholdChange, ThresholdPreview } from '@/taxonomy/generation/contract-thresholds';
import { changeThresholds, undoThresholds } from '@/taxonomy/generation/threshold-changes/change-thresholds';
import {
  getRunThresholds,
  listThresholdChanges,
  previewThresholds,
} from '@/taxonomy/generation/threshold-changes/run-thresholds';
import { listWorkers } from '@/taxonomy/jobs/workers';
import { Id } from '@/taxonomy/contract';
import type { CommandContext, Shell } from '../shell';
import { work } from '../work';

type Flags = { threshold?: Record<string, number>; preview?: true; undo?: true };

const LOOK_MS = 300;

/** Reads `STEP=N`, once or several times. */
export function thresholdOption(text: string, earlier: Record<string, number> = {}): Record<string, number> {
  const [, step, atLeast] = /^([a-z][a-z0-9-]*)=(\d+(?:\.\d+)?)$/.exec(text) ?? [];
  if (step === undefined) throw new InvalidArgumentError('Write it as STEP=N, such as judge-pair=2.');
  return { ...earlier, [step]: Number(atLeast) };
}

/** `run thresholds`. */
export function registerThresholds(run: Command, shell: Shell): void {
  run
    .command('thresholds <id>')
    .description('show or change the thresholds of a finished run; its rows are decided again, without a call')
    .option('--threshold <step=n>', 'the grade that rows need of a judge; the others stay', thresholdOption)
    .option('--preview', 'only count the rows that would come back or leave')
    .option('--undo', 'undo the last change')
    .action((id: string, flags: Flags) =>
      shell.withDatabase(async (context) => {
        if (!Id.safeParse(id).success)
          throw new InvalidArgumentError(`“${id}” is not the id of a run. List runs with: run list.`);
        await act(context, shell, id, flags);
      }),
    );
}

async function act(context: CommandContext, shell: Shell, runId: string, flags: Flags): Promise<void> {
  const { db, actor } = context;
  const now = await getRunThresholds(db, runId);
  if (flags.undo) {
    const last = now.changes.items.find(({ undoesId, undoneById }) => undoesId === null && undoneById === null);
    if (!last)
      throw new DomainError('invalid', 'The thresholds of this run were not changed, so nothing can be undone.');
    return await follow(context, shell, await undoThresholds(db, actor, last.id, { requestKey: uuid() }));
  }
  if (!flags.threshold) {
    const lines = now.judges.map(
      ({ step, from, to, lowest, highest }) =>
        `${step}: at least ${lowest === highest ? lowest : `${lowest} to ${highest}, by leaf`} (${from} to ${to})`,
    );
    return shell.print(now, lines.join('\n'));
  }
  const thresholds = { ...now.thresholds, ...flags.threshold };
  if (flags.preview) {
    const preview = await previewThresholds(db, runId, { thresholds, limit: 500 });
    return shell.print(preview, previewText(preview));
  }
  await follow(context, shell, await changeThresholds(db, actor, runId, { requestKey: uuid(), thresholds }));
}

/** Waits for a change to be applied; does the work itself when no worker is running. */
async function follow(context: CommandContext, shell: Shell, begun: ThresholdChange): Promise<void> {
  const { db, signal } = context;
  const done = new AbortController();
  const ownWork =
    (await listWorkers(db)).length === 0
      ? work(db, { ...context, signal: AbortSignal.any([signal, done.signal]) })
      : Promise.resolve();
  let change = begun;
  try {
    while (change.state === 'applying' && !signal.aborted) {
      await sleep(LOOK_MS, undefined, { signal }).catch(() => undefined);
      const { items } = await listThresholdChanges(db, change.runId, { limit: 50 });
      change = items.find(({ id }) => id === begun.id) ?? change;
    }
  } finally {
    done.abort();
    await ownWork;
  }
  if (change.error !== null) throw new DomainError('unavailable', change.error);
  const { back, gone, duplicates } = change;
  shell.print(change, `${back} rows came back, ${gone} left, ${duplicates} stayed dropped as duplicates`);
}

const previewText = ({ back, gone, incomplete, calls, decided, leaves }: ThresholdPreview): string =>
  [
    `${back} rows would come back at once, ${gone} samples would leave`,
    `${incomplete} more would need up to ${calls} calls, so they stay dropped`,
    `${decided} stay, because a person decided them`,
    ...leaves.items.map((leaf) => `${leaf.leafId}  +${leaf.back} -${leaf.gone}  ${leaf.name}`),
  ].join('\n');
