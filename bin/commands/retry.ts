import { InvalidArgumentError, type Command } from 'commander';
import { ErrorGroupId } from '@/taxonomy/generation/contract-run-errors';
import { retryErrors } from '@/taxonomy/generation/runs/retry-errors';
import { runId } from '../run-id';
import { runLine } from '../run-text';
import type { CommandContext, Shell } from '../shell';

type Flags = { error: string; wait?: true };

/** `run retry`. @param wait Waits for a run to end. */
export function registerRetry(
  run: Command,
  shell: Shell,
  wait: (context: CommandContext, shell: Shell, id: string) => Promise<void>,
): void {
  run
    .command('retry <id>')
    .description('queue the failed tasks of one group of errors again; what was paid for is kept')
    .requiredOption('--error <group>', 'the group, as “run show” lists it', groupId)
    .option('--wait', 'wait for it to end; does the work itself when no worker is running')
    .action((id: string, { error, wait: waits }: Flags) =>
      shell.withDatabase(async (context) => {
        const { retried, run: now } = await retryErrors(context.db, context.actor, runId(id), error);
        shell.note(retried === 1 ? '1 task is queued again.' : `${retried} tasks are queued again.`);
        if (waits) await wait(context, shell, now.id);
        else shell.print({ retried, run: now }, runLine(now));
      }),
    );
}

function groupId(text: string): string {
  if (ErrorGroupId.safeParse(text).success) return text;
  throw new InvalidArgumentError('It must be the id of a group of errors, as “run show ID” lists it.');
}
