import type { Command } from 'commander';
import { findVersionByName } from '@/taxonomy/datasets/versions';
import { parseOrRefuse } from '@/taxonomy/parse';
import { TrainingName, type TrainingRunSummary } from '@/taxonomy/training/contract-runs';
import { getTrainingRun, listTrainingRuns } from '@/taxonomy/training/runs/training-runs';
import { watchTraining, type Look } from '@/taxonomy/training/runs/watch-training';
import { getTheTaxonomy } from '@/taxonomy/tree/nodes';
import type { Shell } from '../shell';
import { registerBundle } from './training-bundle';
import { registerCard } from './training-card';

const PAGE = 200;

type WatchOptions = { name: string; dataset?: string; once?: boolean };

/** `training watch`, `training bundle`, `training card`, `training list`. */
export function register(program: Command, shell: Shell): void {
  const training = program.command('training').description('trainings on your own trainers, followed by their logs');
  training
    .command('watch <folder>')
    .description('follow the logs that a trainer writes into a folder, until Ctrl+C')
    .requiredOption('--name <name>', 'the name of the training; the same name goes on with it')
    .option('--dataset <version>', 'the dataset version that it trains on, such as birds@2')
    .option('--once', 'read what is there and end')
    .addHelpText(
      'after',
      '\nReads trainer_state.json (Hugging Face Trainer, also in checkpoints), training_params_and_metrics_global0.jsonl\n(instructlab-training), training_metrics_0.jsonl (mini-trainer), trainer_log.jsonl (LLaMA-Factory), and\ntraining_log.jsonl, training_metrics.jsonl or metrics.jsonl. Each folder with logs is a phase.',
    )
    .action((folder: string, { name: given, dataset, once = false }: WatchOptions) =>
      shell.withDatabase(async ({ db, actor, signal }) => {
        const name = parseOrRefuse(TrainingName, given);
        const { id: taxonomyId } = await getTheTaxonomy(db);
        const version = dataset === undefined ? null : await findVersionByName(db, taxonomyId, dataset);
        if (!once) shell.note(`Following ${folder}. End with Ctrl+C.`);
        const { runId } = await watchTraining(db, actor, {
          taxonomyId,
          name,
          folder,
          versionId: version?.id ?? null,
          isOnce: once,
          signal,
          onLook: teller(shell),
          onTrouble: (message) => shell.warn(`Trying again in a moment: ${message}`),
        });
        if (!once) return;
        const run = await getTrainingRun(db, runId);
        const lines = run.phases.map(
          ({ name: phase, lastStep, lastLoss, points }) =>
            `${phase}  ${points} points, step ${lastStep ?? '–'}, loss ${lastLoss?.toFixed(4) ?? '–'}`,
        );
        shell.print(run, lines.join('\n') || `There are no logs in ${folder} yet.`);
      }),
    );
  registerBundle(training, shell);
  registerCard(training, shell);
  training
    .command('list')
    .description('list the followed trainings, newest first')
    .action(() =>
      shell.withDatabase(async ({ db }) => {
        const { id } = await getTheTaxonomy(db);
        for (let cursor: string | undefined, isFirst = true; isFirst || cursor !== undefined; isFirst = false) {
          const page = await listTrainingRuns(db, id, { cursor, limit: PAGE });
          for (const run of page.items) shell.printLine(run, lineOf(run));
          cursor = page.nextCursor ?? undefined;
        }
      }),
    );
}

/** Says what is new; the same warning once. */
function teller(shell: Shell): (look: Look) => void {
  const told = new Set<string>();
  return ({ points, lastStep, warnings }) => {
    for (const warning of warnings) if (!told.has(warning)) shell.note(`Warning: ${warning}`);
    for (const warning of warnings) told.add(warning);
    if (points > 0) shell.note(`${points} new points${lastStep === null ? '' : `, step ${lastStep}`}`);
  };
}

function lineOf({ name, dataset, current, isFollowed }: TrainingRunSummary): string {
  const on = dataset ? ` on ${dataset.name}@${dataset.number}` : '';
  const of = current?.totalSteps ? ` of ${current.totalSteps}` : '';
  const at = current ? `${current.name}, step ${current.step ?? 0}${of}` : 'no logs yet';
  return `${name}${on}  ${at}${isFollowed ? ', followed now' : ''}`;
}
