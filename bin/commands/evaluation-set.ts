import path from 'node:path';
import { InvalidArgumentError, type Command } from 'commander';
import { findVersionByName } from '@/taxonomy/datasets/versions';
import { writeEvaluationSet } from '@/taxonomy/training/evaluation-set/write-set';
import type { SetNumbers } from '@/taxonomy/training/evaluation-set/plan-set';
import { evaluationSetLimits } from '@/taxonomy/training/vocabulary-evaluation-set';
import { getTheTaxonomy } from '@/taxonomy/tree/nodes';
import type { Shell } from '../shell';

const { perLeaf: usual, mostPerLeaf } = evaluationSetLimits;

/** `evaluation set`. */
export function registerSet(evaluation: Command, shell: Shell): void {
  evaluation
    .command('set <version> <folder>')
    .description(
      'write questions from the held-out rows of a published version as tasks of lm-evaluation-harness; NAME is the last version, NAME@2 the second',
    )
    .option('--per-leaf <n>', `questions of a leaf, at most ${mostPerLeaf}`, toCount, usual)
    .addHelpText(
      'after',
      '\nQuestions are rows held out for test (or validation). Those whose text, passage or seed is trained on are left out.',
    )
    .action((text: string, place: string, { perLeaf }: { perLeaf: number }) =>
      shell.withDatabase(async ({ db, signal }) => {
        const { id: taxonomyId } = await getTheTaxonomy(db);
        const version = await findVersionByName(db, taxonomyId, text);
        const folder = path.resolve(place);
        const numbers = await writeEvaluationSet(db, version.id, { folder, perLeaf, signal });
        if (numbers.split === 'validation')
          shell.note('Warning: The version holds nothing out for test, so the questions are its validation rows.');
        const { systemPrompt: _systemPrompt, ...shown } = numbers;
        shell.print({ folder, ...shown }, lineOf(numbers, folder));
      }),
    );
}

function lineOf({ leaves, set, samples }: SetNumbers, folder: string): string {
  const sum = (kind: 'choices' | 'answers') => leaves.reduce((all, leaf) => all + leaf[kind], 0);
  return [
    `Wrote ${sum('choices')} questions with choices and ${sum('answers')} with answers, of ${samples} held-out samples in ${leaves.length} leaves, to ${folder}`,
    `Run: cd ${folder} && lm_eval --model hf --model_args pretrained=MODEL --tasks ${set} --include_path .`,
  ].join('\n');
}

function toCount(text: string): number {
  const count = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (count < 1 || count > mostPerLeaf) throw new InvalidArgumentError(`It must be from 1 to ${mostPerLeaf}.`);
  return count;
}
