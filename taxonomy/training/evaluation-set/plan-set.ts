import type { Database } from '@/prisma/client';
import { readHeldOut, trainedTexts, type HeldBackReason, type HeldOutSample } from '../../datasets/held-out/held-out';
import { loadVersion } from '../../datasets/versions';
import type { Split } from '../../datasets/vocabulary-limits';
import { DomainError } from '../../errors';
import { evaluationSetLimits, questionKinds } from '../vocabulary-evaluation-set';
import { chooseAnswers, type Choice } from './choose-answers';
import { findTrained } from './find-trained';
import type { LeafTask } from './task-files';
import { setName } from './task-name';

/** What an evaluation set has, and what was left out of it. */
export type SetNumbers = {
  set: string;
  dataset: string;
  number: number;
  split: Split;
  contentHash: string;
  systemPrompt: string;
  /** The practice teacher wrote rows of the version. */
  practice: boolean;
  samples: number;
  heldBack: Record<HeldBackReason, number>;
  /** Texts of training rows that the questions were compared with. */
  compared: number;
  same: number;
  alike: number;
  /** Samples beyond what a leaf or a set may have. */
  surplus: number;
  withoutChoices: number;
  leaves: { path: string; choices: number; answers: number }[];
};

export type PlannedSet = { numbers: SetNumbers; tasks: LeafTask[] };

/**
 * Chooses the questions of a version’s evaluation set. Everything is decided by the version and `perLeaf`.
 *
 * @throws DomainError as readHeldOut does; `conflict` when no held-out row may be asked.
 */
export async function planSet(
  db: Database,
  versionId: string,
  { perLeaf = evaluationSetLimits.perLeaf, signal }: { perLeaf?: number; signal: AbortSignal },
): Promise<PlannedSet> {
  const version = await loadVersion(db, versionId);
  const { datasetName: dataset, number, recipe, contentHash } = version;
  const heldOut = await readHeldOut(db, version, {
    perLeaf,
    most: evaluationSetLimits.questions,
    mostBytes: evaluationSetLimits.questionBytes,
  });
  signal.throwIfAborted();
  const { compared, same, alike } = await findTrained(heldOut.askable, trainedTexts(db, versionId), signal);
  const asked = heldOut.askable.filter(({ id }) => !same.has(id) && !alike.has(id));
  const { samples, heldBack, split } = heldOut;
  const back = Object.values(heldBack).reduce((sum, rows) => sum + rows, 0);
  if (asked.length === 0)
    throw new DomainError(
      'conflict',
      `All ${samples.toLocaleString('en')} held-out rows of ${dataset}@${number} are trained on in another way, or are no questions. Publish a version with a larger test share.`,
    );
  const documents = asked.filter(({ kind }) => kind === 'knowledge');
  const choices = chooseAnswers(documents, recipe.seed);
  const tasks = tasksOf(asked, choices);
  const countOf = (leafId: string, kind: LeafTask['kind']) =>
    tasks.find((task) => task.leafId === leafId && task.kind === kind)?.questions.length ?? 0;
  const leaves = new Map(asked.map(({ leafId, path }) => [leafId, path]));
  return {
    tasks,
    numbers: {
      set: setName({ dataset, number }),
      dataset,
      number,
      split,
      contentHash: contentHash ?? '',
      systemPrompt: recipe.systemPrompt,
      practice: version.isPractice,
      samples,
      heldBack,
      compared,
      same: same.size,
      alike: alike.size,
      surplus: samples - back - heldOut.askable.length,
      withoutChoices: documents.length - choices.length,
      leaves: [...leaves].map(([leafId, path]) => ({
        path,
        choices: countOf(leafId, 'choices'),
        answers: countOf(leafId, 'answers'),
      })),
    },
  };
}

/** A task for each kind and leaf that has questions of it, by kind and path. */
function tasksOf(asked: readonly HeldOutSample[], choices: readonly Choice[]): LeafTask[] {
  const byLeaf = <Q>(kind: LeafTask['kind'], all: readonly Q[], sampleOf: (question: Q) => HeldOutSample) => {
    const leaves = new Map<string, { kind: LeafTask['kind']; leafId: string; path: string; questions: Q[] }>();
    for (const question of all) {
      const { leafId, path } = sampleOf(question);
      const leaf = leaves.get(leafId);
      if (leaf) leaf.questions.push(question);
      else leaves.set(leafId, { kind, leafId, path, questions: [question] });
    }
    return [...leaves.values()];
  };
  const [first, second] = questionKinds;
  return [...byLeaf(first, choices, ({ sample }) => sample), ...byLeaf(second, asked, (sample) => sample)];
}
