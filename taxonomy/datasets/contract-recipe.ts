import { z } from 'zod';
import { Id, NodeId } from '../contract';
import {
  maxAbout,
  maxBalancedRows,
  maxHeldOut,
  maxOrderSeed,
  maxPhaseName,
  maxPhases,
  maxPrompt,
  maxReplays,
  maxShortAnswerTokens,
  maxSplit,
  parts,
  phaseKeyPattern,
} from './vocabulary-limits';

export const Part = z.enum(parts);

/** The key of a phase, which also names its files. */
export const PhaseKey = z.string().regex(phaseKeyPattern);

/** A share from 0 in steps of 0.0001. */
const shareUpTo = (most: number) => z.number().min(0).max(most).multipleOf(0.0001);

/** Where replayed rows come from: a phase of the same version, another version, or an imported dataset. */
export const ReplaySource = z.discriminatedUnion('from', [
  z.strictObject({ from: z.literal('phase'), phase: PhaseKey }),
  /** `phase` null takes the rows of all its phases. */
  z.strictObject({ from: z.literal('version'), versionId: Id, phase: PhaseKey.nullable() }),
  z.strictObject({ from: z.literal('imported'), setId: Id }),
]);
export type ReplaySource = z.infer<typeof ReplaySource>;

/** How much is replayed: a share of the source's rows, a number of rows, or a share of the phase's tokens. */
export const ReplayAmount = z.discriminatedUnion('of', [
  z.strictObject({ of: z.literal('fraction'), value: shareUpTo(1) }),
  z.strictObject({ of: z.literal('rows'), value: z.int().min(0).max(maxBalancedRows) }),
  z.strictObject({ of: z.literal('tokens'), value: shareUpTo(0.95) }),
]);
export type ReplayAmount = z.infer<typeof ReplayAmount>;

export const ReplayRule = z.strictObject({
  source: ReplaySource,
  amount: ReplayAmount,
  /** Which of the source's rows: all, those that ask, or LAB's auxiliary rows. */
  rows: z.enum(['all', 'questions', 'auxiliary']),
  /**
   * `same`: as in the source. `answers`: only the answers are learned. `raft`: knowledge questions among passages of
   * other questions of their leaf; only the answers are learned.
   */
  as: z.enum(['same', 'answers', 'raft']),
});
export type ReplayRule = z.infer<typeof ReplayRule>;

export const PhaseRule = z.strictObject({
  key: PhaseKey,
  name: z.string().trim().min(1).max(maxPhaseName),
  /** The parts whose samples are this phase's own rows. */
  takes: z.array(Part).max(parts.length),
  /** Only samples of these leaves and folders; empty for all. Phases with a scope take their samples first. */
  scope: z.array(NodeId).max(1_000),
  /** Whether knowledge rows also train on their passages and questions (`unmask`), or on answers only. */
  learns: z.enum(['passages', 'answers']),
  replay: z.array(ReplayRule).max(maxReplays),
});
export type PhaseRule = z.infer<typeof PhaseRule>;

/** How many samples each leaf gives. Samples are never repeated, except with `isRepeated`. */
export const Balance = z.discriminatedUnion('mode', [
  z.strictObject({ mode: z.literal('all') }),
  z.strictObject({ mode: z.literal('at_most'), rows: z.int().min(1).max(maxBalancedRows) }),
  z.strictObject({
    mode: z.literal('exactly'),
    rows: z.int().min(1).max(100_000),
    /** Leaves with fewer samples repeat theirs; otherwise they give what they have, with a warning. */
    isRepeated: z.boolean(),
  }),
  z.strictObject({
    mode: z.literal('weighted'),
    /** Rows of all leaves together. */
    rows: z.int().min(1).max(maxBalancedRows),
    /** The weight of the leaves below a node; the nearest node counts, and leaves without one have 1. */
    weights: z.array(z.strictObject({ nodeId: NodeId, weight: z.number().min(0).max(1_000) })).max(1_000),
  }),
]);
export type Balance = z.infer<typeof Balance>;

/** Which samples of the scope are taken. Empty lists take all. */
export const Selection = z.strictObject({
  /** Names of pipelines; empty for all but baselines, which LAB is measured against. */
  pipelines: z.array(z.string().min(1).max(100)).max(50),
  runs: z.array(Id).max(1_000),
  teachers: z.array(Id).max(100),
  /** Also samples that nobody has decided on yet. */
  isPendingTaken: z.boolean(),
  /** A sample's last judgement at the step must have at least this score; samples not judged there are taken. */
  minimumScores: z.array(z.strictObject({ step: z.string().min(1).max(100), score: z.number() })).max(50),
});
export type Selection = z.infer<typeof Selection>;

/** The parts of the data card that only people can write, in Markdown. May be empty. */
export const About = z.strictObject({
  intendedUse: z.string().trim().max(maxAbout).default(''),
  limits: z.string().trim().max(maxAbout).default(''),
  licence: z.string().trim().max(maxAbout).default(''),
  contact: z.string().trim().max(maxAbout).default(''),
});
export type About = z.infer<typeof About>;

const PhaseRules = z
  .array(PhaseRule)
  .min(1)
  .max(maxPhases)
  .superRefine((phases, context) => {
    const fault = (at: number, message: string) => context.addIssue({ code: 'custom', path: [at], message });
    phases.forEach(({ key, takes, replay }, i) => {
      if (phases.findIndex((each) => each.key === key) < i) fault(i, `Two phases have the key “${key}”. Change one.`);
      if (takes.length === 0 && replay.length === 0) fault(i, `Phase “${key}” takes no samples and replays none.`);
      for (const { source } of replay)
        if (source.from === 'phase' && !phases.slice(0, i).some((each) => each.key === source.phase))
          fault(i, `Phase “${key}” replays “${source.phase}”, which is no earlier phase.`);
    });
  });

/** The settings of a version. With the manifest it decides all rows. Defaults are in vocabulary.ts. */
export const Recipe = z.strictObject({
  /** Node ids; empty means the whole taxonomy. */
  scope: z.array(NodeId).max(10_000),
  selection: Selection,
  /** Answers of at most this many tokens are short. LAB splits by answer length but publishes no number. */
  shortAnswerTokens: z.int().min(1).max(maxShortAnswerTokens),
  /** In training order. */
  phases: PhaseRules,
  balance: Balance,
  /** Shares of the rows that are held out. Groups of alike rows are never parted. */
  splits: z
    .strictObject({ validation: shareUpTo(maxSplit), test: shareUpTo(maxSplit) })
    .refine(({ validation, test }) => validation + test <= maxHeldOut, 'At most 80 % can be held out in all.'),
  /** Random seed of the order, of balance, of splits and of replay. */
  seed: z.string().trim().min(1).max(maxOrderSeed),
  systemPrompt: z.string().max(maxPrompt),
  /** Jinja, as in tokenizer configs. */
  chatTemplate: z.string().min(1).max(maxPrompt),
  about: About,
});
export type Recipe = z.infer<typeof Recipe>;
