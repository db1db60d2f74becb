import type { LeafContent } from '../../seeds/contract';
import type { LeafKind } from '../../tree/vocabulary';
import type { Pipeline } from './pipeline';
import type { DocumentVariant } from '../steps/correct-spelling';
import type { Traced } from '../steps/step';
import type { Prompt } from '../prompts/prompt';

/** The row at the end of every pipeline: what becomes a sample. */
export type Written = Traced & {
  context: string | null;
  question: string;
  answer: string;
  documentVariant: DocumentVariant | null;
};

/** A passage of a leaf's documents, as a run needs it. */
export type Passage = { chunkId: string; text: string };

/** What stands in RunItem.input: ids and numbers only, since the texts are in the revision and the chunk. */
export type ItemInput = {
  /** The first is the seed that the item is made from; others are further examples. */
  seedIds: string[];
  chunkId: string | null;
  /** Questions to ask for: in all, or in each call of a knowledge item. */
  count: number;
  /** Counts the items of one seed. The first one samples as the method says; later ones must differ to be of use. */
  round: number;
};

export type PlanOptions = {
  /** Samples to ask for in the leaf; null for the method's own numbers. */
  target: number | null;
  runSeed: string;
  leafId: string;
  chunkIds: readonly string[];
};

/** Most that an item can cost and give. Tokens are what its prompts and answers may come to. */
export type Bound = { calls: number; samples: number; promptTokens: number; completionTokens: number };

type Content<Kind extends LeafKind> = Extract<LeafContent, { kind: Kind }>;

/** A pipeline, with how a leaf is cut into items for it. One entry of the registry. */
export type LeafPipeline<Kind extends LeafKind = LeafKind, Row = unknown> = {
  kind: Kind;
  prompts: readonly Prompt<never>[];
  pipeline: Pipeline<Row, Written>;
  plan(content: Content<Kind>, options: PlanOptions): ItemInput[];
  /** The row that an item enters with. @throws DomainError `invalid` when a seed of it is not in the content. */
  rowOf(
    content: Content<Kind>,
    input: ItemInput,
    run: { runSeed: string; leafId: string },
    passage: Passage | null,
  ): Row;
  /** @param tokens Mean tokens of a seed's (or passage's) parts. */
  bound(input: ItemInput, tokens: { seed: number; passage: number }): Bound;
};

/**
 * Tokens for this many questions, each up to twice as long as the example: enough for any that was asked for, and the
 * end of a model that does not find one itself.
 */
export const roomForQuestions = (count: number, example: string): number =>
  256 + count * Math.max(200, Math.ceil(example.length / 2));

/**
 * Spreads a number of questions over seeds as evenly as it goes, and cuts each share into items of at most `most`.
 * Seeds come in the order given; those whose share is nothing get no item.
 */
export function spread(
  seedIds: readonly string[],
  target: number | null,
  most: number,
): { seedId: string; count: number; round: number }[] {
  const total = target ?? seedIds.length * most;
  return seedIds.flatMap((seedId, place) => {
    const share = Math.floor(total / seedIds.length) + (place < total % seedIds.length ? 1 : 0);
    const rounds = Math.ceil(share / most);
    return Array.from({ length: rounds }, (_, round) => ({
      seedId,
      count: Math.min(most, share - round * most),
      round,
    }));
  });
}
