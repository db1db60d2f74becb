import type { LeafContent } from '../../seeds/contract';
import type { LeafKind } from '../../tree/vocabulary';
import { DomainError } from '../../errors';
import type { ContextOf, PipelineResult, StepChain } from './step-chain';
import type { DocumentVariant, PipelineName } from '../vocabulary-pipelines';
import type { PoolSeed, Step, Traced } from '../steps/step';
import type { Prompt } from '../prompts/prompt';
import type { AnswerStyle } from '../vocabulary-style';

/** The row at the end of every pipeline: what becomes a sample. */
export type Written = Traced & {
  context: string | null;
  question: string;
  answer: string;
  documentVariant: DocumentVariant | null;
  /** LAB's auxiliary row: its answer is a text made from the whole passage, such as a summary. */
  isAuxiliary?: boolean;
  /** How its answer was written; null where the pipeline has one way only. */
  answerStyle?: AnswerStyle | null;
  /** The seeds in its prompts, where they are not all of its own leaf. */
  pool?: PoolSeed[];
};

/** A passage of a leaf's documents, as a run needs it, with its headings, outermost first. */
export type Passage = { chunkId: string; headings: string[]; text: string };

/** The content of RunItem.input: only ids and numbers, since the texts are in the revision and the chunk. */
export type ItemInput = {
  /** The first is the seed that the item is based on; the others are additional examples. */
  seedIds: string[];
  chunkId: string | null;
  /** Questions to ask for: in total, or in each call of a knowledge item. */
  count: number;
  /**
   * Counts the items of one seed. The first one uses the method's own sampling; later ones must differ to be useful.
   */
  round: number;
  /** Whether a knowledge item also keeps the texts that were made from its passage as rows of their own. */
  hasAuxiliary?: boolean | undefined;
  /** For a pipeline that draws from all seeds of the run's leaves: those of each request. */
  pool?: PoolSeed[][] | undefined;
};

export type PlanOptions = {
  /** Samples to ask for in the leaf; null for LAB's default. */
  target: number | null;
  runSeed: string;
  leafId: string;
  chunkIds: readonly string[];
  /** Rounds before this one belong to the run that this one continues: they are not repeated. */
  firstRound: number;
  /** Mean tokens per seed and per passage. */
  tokens: { seed: number; passage: number };
  /** All seeds of the chosen subtree, for a pipeline that uses them. */
  pool?: readonly PoolSeed[];
};

type Tokens = { promptTokens: number; completionTokens: number };

/** The most that an item can need and give. Tokens count its prompts and answers. */
export type Bound = Tokens & {
  calls: number;
  samples: number;
  /** The part of it that judges need when each is asked once. */
  judged: Tokens & { calls: number };
  /** What it needs when the first check drops everything that was written. */
  least: Tokens;
};

export type PlannedItem = { input: ItemInput; bound: Bound };

/** What an item is opened with: the leaf as the run found it, and the run's own random seed. */
export type ItemKey = {
  runSeed: string;
  leafId: string;
  /** The contents of the revisions that the item's pool names. */
  contents?: ReadonlyMap<string, LeafContent>;
};

type Content<Kind extends LeafKind> = Extract<LeafContent, { kind: Kind }>;

type Definition<Kind extends LeafKind, Row> = {
  /** Its label and description for people are in vocabulary-pipelines.ts. */
  name: PipelineName;
  /** Increased when the same item would give other rows for a reason other than its prompts. */
  version: number;
  /**
   * The kinds of leaf that it can work on. The default pipeline of a kind is the first in the registry that accepts it.
   */
  accepts: readonly Kind[];
  /** It draws from the seeds of all leaves that the run was started for. */
  usesPool?: boolean;
  steps: StepChain<Row, Written>;
  /** Splits a leaf into items, each with its maximum cost. */
  plan(content: Content<Kind>, options: PlanOptions): PlannedItem[];
  /** The first row of an item. @throws DomainError `invalid` when one of its seeds is not in the content. */
  open(content: Content<Kind>, input: ItemInput, key: ItemKey, passage: Passage | null): Row;
};

/** One way to make samples of a leaf. */
export type Pipeline = {
  readonly name: PipelineName;
  readonly version: number;
  readonly accepts: readonly LeafKind[];
  readonly usesPool: boolean;
  readonly steps: readonly Pick<Step<never, unknown>, 'name' | 'label' | 'judges' | 'prompts'>[];
  readonly prompts: readonly Prompt<never>[];
  plan(content: LeafContent, options: PlanOptions): PlannedItem[];
  /** An item, ready to run through the steps. @throws DomainError `invalid` */
  open(content: LeafContent, input: ItemInput, key: ItemKey, passage: Passage | null): OpenItem;
};

export type OpenItem = (contextOf: ContextOf, signal: AbortSignal) => Promise<PipelineResult<Written>>;

/** Creates an entry of the registry. The types of its rows are checked here and hidden from the rest. */
export function definePipeline<Kind extends LeafKind, Row>(definition: Definition<Kind, Row>): Pipeline {
  const { name, version, accepts, usesPool = false, steps } = definition;
  const isAccepted = (content: LeafContent): content is Content<Kind> => accepts.some((kind) => kind === content.kind);
  const accepted = (content: LeafContent): Content<Kind> => {
    if (isAccepted(content)) return content;
    throw new DomainError(
      'invalid',
      `The pipeline “${name}” does not work on ${content.kind} leaves. Start a new run.`,
    );
  };
  return {
    name,
    version,
    accepts,
    usesPool,
    steps: steps.steps,
    prompts: [...new Set(steps.steps.flatMap(({ prompts }) => prompts))],
    plan: (content, options) => definition.plan(accepted(content), options),
    open(content, input, key, passage) {
      const row = definition.open(accepted(content), input, key, passage);
      return (contextOf, signal) => steps.run(row, contextOf, signal);
    },
  };
}

/**
 * Tokens for this many questions, each up to twice as long as the example. A model that does not stop by itself is cut
 * off there.
 */
export const roomForQuestions = (count: number, example: string): number =>
  256 + count * Math.max(200, Math.ceil(example.length / 2));

/**
 * Spreads a number of questions over seeds as evenly as possible, and splits each share into items of at most `most`.
 * Seeds keep the given order; those with a share of 0 get no item.
 */
export function spread(
  seedIds: readonly string[],
  { target, firstRound, most }: { target: number | null; firstRound: number; most: number },
): { seedId: string; count: number; round: number }[] {
  const total = target ?? seedIds.length * most;
  return seedIds.flatMap((seedId, place) => {
    const share = Math.floor(total / seedIds.length) + (place < total % seedIds.length ? 1 : 0);
    const rounds = Math.ceil(share / most);
    return Array.from({ length: rounds }, (_, round) => ({
      seedId,
      count: Math.min(most, share - round * most),
      round: firstRound + round,
    }));
  });
}
