import path from 'node:path';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { findVersionByName } from '@/taxonomy/datasets/versions';
import { DomainError } from '@/taxonomy/errors';
import { parseOrRefuse } from '@/taxonomy/parse';
import { getTheTaxonomy } from '@/taxonomy/tree/nodes';
import { writeBundle } from '@/taxonomy/training/bundle/bundle';
import { presetPhases } from '@/taxonomy/training/bundle/plan-training';
import { TrainingRecipe } from '@/taxonomy/training/contract-bundle';
import {
  defaultBaseModel,
  trainers,
  trainingPresets,
  type Trainer,
  type TrainingPreset,
} from '@/taxonomy/training/vocabulary-bundle';
import type { Shell } from '../shell';

const NOTE_MS = 2_000;

type BundleOptions = {
  trainer: Trainer;
  preset: TrainingPreset;
  model: string;
  billions?: number;
  gpus: number;
  rowsAtOnce: number;
  seed: number;
  out: string;
};

/** `training bundle`. */
export function registerBundle(training: Command, shell: Shell): void {
  training
    .command('bundle <version>')
    .description(
      'write a published version with the files that train on it; NAME is the last version, NAME@2 the second',
    )
    .addOption(new Option('--trainer <name>', 'the trainer').choices(trainers).default('trl'))
    .addOption(
      new Option('--preset <name>', 'published settings').choices(Object.keys(trainingPresets)).default('instructlab'),
    )
    .option('--model <name>', 'the base model: of the Hugging Face Hub, or a folder', defaultBaseModel)
    .option('--billions <n>', 'billions of its parameters, to estimate memory', toNumber)
    .option('--gpus <n>', 'GPUs; 0 for the processor', toNumber, 8)
    .option('--rows-at-once <n>', 'rows that each takes at once', toNumber, 4)
    .option('--seed <n>', 'random seed', toNumber, 42)
    .requiredOption('--out <folder>', 'a new folder, or one with an earlier bundle')
    .addHelpText(
      'after',
      '\nThe page of the version (Train) changes the settings of each phase, and so does phases.json.',
    )
    .action((text: string, { trainer, preset, model, billions, gpus, rowsAtOnce, seed, out }: BundleOptions) =>
      shell.withDatabase(async ({ db, signal }) => {
        const version = await findVersionByName(db, (await getTheTaxonomy(db)).id, text);
        const { manifest, rows } = version;
        if (!manifest)
          throw new DomainError('conflict', `${text} is not published yet. Wait for it, then train on it.`);
        const recipe = parseOrRefuse(TrainingRecipe, {
          trainer,
          baseModel: model,
          billions: billions ?? null,
          gpus,
          rowsAtOnce,
          seed,
          phases: presetPhases(preset, manifest),
        });
        let told = Date.now();
        const onRows = (done: number) => {
          if (Date.now() - told < NOTE_MS) return;
          told = Date.now();
          shell.note(`${done} of ${rows} rows`);
        };
        const folder = path.resolve(out);
        const { plan, files } = await writeBundle(db, version.id, { recipe, folder }, { signal, onRows });
        for (const warning of plan.warnings) shell.note(`Warning: ${warning}`);
        const { phases, memory } = plan;
        shell.print({ folder, phases, memory, files }, `Wrote the bundle to ${folder}. Run it: sh ${folder}/run.sh`);
      }),
    );
}

function toNumber(text: string): number {
  if (!/^\d{1,9}(\.\d{1,4})?$/.test(text)) throw new InvalidArgumentError('It must be a number.');
  return Number(text);
}
