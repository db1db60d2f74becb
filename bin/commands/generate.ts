import { Option, type Command } from 'commander';
import { v7 as uuid } from 'uuid';
import type { Database } from '@/prisma/client';
import type { RunDetail } from '@/taxonomy/generation/contract';
import { getBatch } from '@/taxonomy/generation/batch/batch-state';
import { pipelines } from '@/taxonomy/generation/pipelines/registry';
import { getRun, listRuns } from '@/taxonomy/generation/runs/get-run';
import { estimateRun } from '@/taxonomy/generation/runs/estimate-run';
import { continueRun } from '@/taxonomy/generation/runs/continue-run';
import { resumeRun } from '@/taxonomy/generation/runs/resume-run';
import { startRun } from '@/taxonomy/generation/runs/start-run';
import { cancelRun } from '@/taxonomy/generation/runs/stop-run';
import { comparedWithin } from '@/taxonomy/generation/vocabulary-compared';
import { defaultThreshold, isOver, runStateNames, trialItems } from '@/taxonomy/generation/vocabulary';
import { ruleNames } from '@/taxonomy/generation/vocabulary-rows';
import { findNodeByPath } from '@/taxonomy/tree/find-node';
import { getTheTaxonomy } from '@/taxonomy/tree/nodes';
import { dollars, thresholdOrKeep, whole } from '../numbers';
import { runId } from '../run-id';
import { estimateText, runLine, runText } from '../run-text';
import type { CommandContext, Shell } from '../shell';
import { waitForRun } from '../wait-for-run';
import { isWaveComplete, registerBatch } from './batch';
import { estimateRequest, startRequest, type GenerateFlags } from './generate-request';
import { registerRetry } from './retry';
import { registerThresholds, thresholdOption } from './thresholds';

type Limits = { maxCalls?: number; maxCost?: number; maxMinutes?: number };

/** `generate`, and `run list`, `run show`, `run cancel`, `run resume`, `run continue`, `run retry`. */
export function register(program: Command, shell: Shell): void {
  program
    .command('generate [leaves...]')
    .description(
      'generate samples for leaves (ids, or paths such as knowledge/science/birds; a folder includes everything below it)',
    )
    .option('--all', 'for every leaf of the taxonomy')
    .option(
      '--like <run>',
      'with the leaves, teachers, settings and limits of an earlier run; other options go before them',
    )
    .option('--teacher <name>', 'the teacher to use; needed without --like')
    .option('--judge <name>', 'another teacher that judges; by default the same one')
    .addOption(
      new Option('--judge-votes <n>', 'ask each judge once, or for a majority of 3 (default: 1)').choices(['1', '3']),
    )
    .option('--target <n>', 'samples to ask for per leaf; by default 30 questions per seed', whole)
    .option('--until-kept', 'ask again until each leaf has kept as many samples as --target, within the limits')
    .option('--trial', `pause after the first ${trialItems} tasks; go on with: run resume ID`)
    .addOption(
      new Option(
        '--batch <how>',
        'files: write requests and read answers as files (run requests, run answers); api: send them to the batch API of the teacher’s server',
      ).choices(['files', 'api']),
    )
    .option('--seed <text>', 'random seed; reuse one to repeat a run')
    .option('--max-calls <n>', 'call limit of the run', whole)
    .option('--max-tokens <n>', 'token limit of the run, input and output together', whole)
    .option('--max-cost <dollars>', 'cost limit of the run, such as 2.50; needs a teacher with known prices', dollars)
    .option('--max-minutes <n>', 'time limit of the run, from its start and again from each resume', whole)
    .option('--estimate', 'only print what the run would need and cost; starts nothing')
    .addOption(new Option('--without-rule <names...>', 'rules that do not apply in this run').choices([...ruleNames]))
    .option(
      '--near-duplicates <threshold>',
      `drop rows whose ROUGE-L with a seed or an earlier sample is over this (default ${defaultThreshold}); “keep” drops none`,
      thresholdOrKeep,
    )
    .addOption(
      new Option(
        '--within <leaves>',
        'compare rows with those of: leaf (its own), siblings (its folder), branch (all that the run is for), taxonomy (default: leaf)',
      ).choices([...comparedWithin]),
    )
    .option(
      '--pipeline <names...>',
      `how to generate, at most one for each kind of leaf: ${pipelines.map(({ name }) => name).join(', ')}`,
    )
    .option('--threshold <step=n>', 'the grade that rows need of a judge, such as judge-pair=3', thresholdOption)
    .option('--every-judge', 'also ask the judges after one that says no; costs more calls')
    .option('--wait', 'wait for it to end; does the work itself when no worker is running')
    .action((leaves: string[], flags: GenerateFlags) =>
      shell.withDatabase(
        async (context) => {
          if (flags.estimate) return await estimate(context, shell, leaves, flags);
          const { id } = await startRun(context.db, context.actor, await startRequest(context, shell, leaves, flags));
          for (const { name, message } of (await getRun(context.db, id)).skipped)
            shell.note(`Skipped ${name}: ${message}`);
          if (flags.wait) await wait(context, shell, id);
          else
            shell.print(
              await getRun(context.db, id),
              `Started: run ${id}\nWatch it: npm run -s seedleaf -- run show ${id}`,
            );
        },
        { mayBegin: true },
      ),
    );

  const run = program.command('run').description('list, show, cancel and continue runs');
  run
    .command('list')
    .description('list the runs, newest first')
    .option('--limit <n>', 'number of runs to list', whole, 50)
    .option('--leaf <leaf>', 'only runs over this leaf (an id or a path)')
    .action(({ limit, leaf: named }: { limit: number; leaf?: string }) =>
      shell.withDatabase(async ({ db }) => {
        const { id: taxonomyId } = await getTheTaxonomy(db);
        const leaf = named === undefined ? undefined : (await findNodeByPath(db, taxonomyId, named)).id;
        const { items } = await listRuns(db, { limit: Math.min(limit, 500), leaf });
        for (const each of items) shell.printLine(each, runLine(each));
        if (items.length === 0) shell.note('There are no runs yet. Start one: generate LEAF --teacher NAME');
      }),
    );
  run
    .command('show <id>')
    .description('show the progress, funnel and errors of a run')
    .action((id: string) => shell.withDatabase(async ({ db }) => void (await show(db, shell, runId(id)))));
  run
    .command('cancel <id>')
    .description('cancel a run; its samples stay')
    .action((id: string) =>
      shell.withDatabase(async ({ db, actor }) => {
        const stopped = await cancelRun(db, actor, runId(id));
        shell.print(stopped, runLine(stopped));
      }),
    );
  run
    .command('resume <id>')
    .description('resume a run that is paused, was cancelled, reached a limit or has failed tasks')
    .option('--max-calls <n>', 'new call limit, including the calls already made', whole)
    .option('--max-tokens <n>', 'new token limit, including the tokens already used', whole)
    .option('--max-cost <dollars>', 'new cost limit, including the cost so far', dollars)
    .option('--max-minutes <n>', 'new time limit, from now', whole)
    .option('--wait', 'wait for it to end; does the work itself when no worker is running')
    .action((id: string, { wait: waits, ...limits }: Limits & { maxTokens?: number; wait?: true }) =>
      shell.withDatabase(async (context) => {
        const resumed = await resumeRun(context.db, context.actor, runId(id), limits);
        if (waits) await wait(context, shell, resumed.id);
        else shell.print(resumed, runLine(resumed));
      }),
    );
  registerContinue(run, shell);
  registerRetry(run, shell, wait);
  registerThresholds(run, shell);
  registerBatch(run, shell);
}

function registerContinue(run: Command, shell: Shell): void {
  run
    .command('continue <id>')
    .description('start a run for the samples that another run is missing')
    .option('--max-calls <n>', 'call limit of the new run', whole)
    .option('--max-cost <dollars>', 'cost limit of the new run', dollars)
    .option('--max-minutes <n>', 'time limit of the new run', whole)
    .option('--wait', 'wait for it to end; does the work itself when no worker is running')
    .action((id: string, { wait: waits, ...limits }: Limits & { wait?: true }) =>
      shell.withDatabase(async (context) => {
        const next = await continueRun(context.db, context.actor, runId(id), { requestKey: uuid(), ...limits });
        if (waits) await wait(context, shell, next.id);
        else shell.print(next, runLine(next));
      }),
    );
}

async function estimate(context: CommandContext, shell: Shell, leaves: string[], flags: GenerateFlags): Promise<void> {
  const estimated = await estimateRun(context.db, await estimateRequest(context, shell, leaves, flags));
  shell.print(estimated, estimateText(estimated));
}

/** Waits for a run to end, or to need a person, and works on it while no worker does. */
async function wait(context: CommandContext, shell: Shell, id: string): Promise<void> {
  await waitForRun(context, shell, id, async (run) => {
    if (isOver(run.state) || run.state === 'paused') return true;
    return run.batch === 'files' && isWaveComplete(await getBatch(context.db, id));
  });
  printEnd(shell, await show(context.db, shell, id));
}

/** A run without samples or with an early end is a failure for scripts; prints the reason in one sentence. */
function printEnd(shell: Shell, run: RunDetail): void {
  const { state, error, shortfall } = run;
  if (state === 'failed' || state === 'over_budget' || state === 'cancelled' || state === 'nothing_kept') {
    process.exitCode = 1;
    shell.warn(error ?? `The run ended as: ${runStateNames[state].toLowerCase()}.`);
  } else if (state === 'paused') {
    shell.note(`The trial is done. Go on: npm run -s seedleaf -- run resume ${run.id}`);
  } else if (run.batch === 'files' && !isOver(state)) {
    shell.note(`Requests wait for answers. Write them: npm run -s seedleaf -- run requests ${run.id} --to FOLDER`);
  } else if (shortfall && run.itemsDone === run.itemsTotal) {
    shell.note(`Generate the missing samples: npm run -s seedleaf -- run continue ${run.id}`);
  }
}

async function show(db: Database, shell: Shell, id: string): Promise<RunDetail> {
  const run = await getRun(db, id);
  shell.print(run, runText(run));
  return run;
}
