import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { DomainError } from '@/taxonomy/errors';
import { getTheTaxonomy } from '@/taxonomy/tree/nodes';
import { getModelCard } from '@/taxonomy/training/model-card/get-model-card';
import { readTrainedPhases } from '@/taxonomy/training/model-card/trained-phases';
import { findTrainingRun } from '@/taxonomy/training/runs/training-runs';
import type { Shell } from '../shell';

type CardOptions = { model?: string; phases?: string };

/** `training card`. */
export function registerCard(training: Command, shell: Shell): void {
  training
    .command('card <training>')
    .description('print the model card of a training, by its name or id, for the Hugging Face Hub')
    .option('--model <name>', 'the evaluated model that came of it (default: the one with the name of the training)')
    .option('--phases <file>', 'phases.json of the bundle that was trained, for its settings and its base model')
    .addHelpText('after', '\nParts that only people can write are marked “To be written”.')
    .action((text: string, { model, phases }: CardOptions) =>
      shell.withDatabase(async ({ db }) => {
        const { id: taxonomyId } = await getTheTaxonomy(db);
        const runId = await findTrainingRun(db, taxonomyId, text);
        const trained = phases === undefined ? [] : readTrainedPhases(await read(phases), phases);
        const card = await getModelCard(db, taxonomyId, runId, { model, trained });
        shell.print(card, card.markdown.trimEnd());
      }),
    );
}

async function read(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new DomainError('not_found', `${file} cannot be read: ${(cause as Error).message}`, { cause });
  }
}
