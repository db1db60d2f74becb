import { createHash } from 'node:crypto';
import { z } from 'zod';
import { questionKinds, type QuestionKind } from '../vocabulary-evaluation-set';

/** What a task of an evaluation set says of itself under `metadata`, and lm-evaluation-harness repeats in its results. */
export const TaskOrigin = z.object({
  leaf: z.string().min(1),
  dataset: z.string().min(1),
  number: z.int().positive(),
  kind: z.enum(questionKinds),
  /** The first digits of the SHA-256 of its questions. */
  questions: z.string().regex(/^[0-9a-f]{8}$/),
});
export type TaskOrigin = z.infer<typeof TaskOrigin>;

const LONGEST = 60;

/** The group of all tasks of a version’s set: letters, digits and underscores, so that no shell and no glob minds. */
export const setName = ({ dataset, number }: { dataset: string; number: number }): string =>
  `seedleaf_${wordOf(dataset)}_${number}`;

/** The name of a leaf’s task. Its last letters tell leaves apart whose paths look the same without punctuation. */
export const taskName = (set: string, kind: QuestionKind, leaf: { leafId: string; path: string }): string =>
  `${set}_${kind}_${wordOf(leaf.path)}_${createHash('sha256').update(leaf.leafId).digest('hex').slice(0, 6)}`;

/** How the result of a task is shown: by its leaf, and by the questions, so that only the same questions are compared. */
export const shownTask = ({ leaf, kind, dataset, number, questions }: TaskOrigin): string =>
  `${leaf} (${kind}, ${dataset}@${number}, ${questions})`;

export const wordOf = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '')
    .slice(0, LONGEST) || 'leaf';
