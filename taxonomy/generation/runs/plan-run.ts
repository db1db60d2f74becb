import type { Db } from '@/prisma/client';
import { countPassages, listPassageIds, type PassageSum } from '../../documents/passages';
import { DomainError } from '../../errors';
import type { LeafContent, LeafProblem } from '../../seeds/contract';
import { fieldName } from '../../seeds/field-names';
import { leavesForRun } from '../../seeds/for-run';
import type { LeafForRun } from '../../seeds/leaf';
import { leavesUnder } from '../../tree/nodes';
import type { JudgeVotes } from '../contract';
import { leafKinds, type LeafKind } from '../../tree/vocabulary';
import type { SafetyException } from '../contract-safety';
import type { Thresholds } from '../contract-thresholds';
import { stylesOf } from '../answer-style/answer-style';
import { exceptionsOf } from '../safety/exceptions';
import {
  faultOfTexts,
  refuseFaulty,
  textsOfLeaves,
  textsOfTaxonomy,
  tokensAdded,
  type OwnTexts,
} from '../prompt-texts/for-runs';
import { thresholdsOf } from '../thresholds/thresholds';
import type { ChosenPipelines } from '../contract';
import { pipelineFor, pipelinesFor, refuseUnknown } from '../pipelines/registry';
import { mostAsked } from '../vocabulary';
import type { Bound, ItemInput, Pipeline, PlanOptions } from '../pipelines/define-pipeline';
import { defaultStyles, type AnswerStyle } from '../vocabulary-style';
import type { PoolSeed } from '../steps/step';
import { tokensIn } from '../text';
import { seedPool } from './seed-pool';

/** More items in one run would use up the memory. */
const MAX_ITEMS = 500_000;

export type PlannedLeaf = {
  leafId: string;
  name: string;
  pipeline: Pipeline;
  revisionId: string;
  /** Samples to ask for; null for LAB's default. */
  target: number | null;
  items: ItemInput[];
  bound: Bound;
  safetyOff: SafetyException[];
  /** How its answers are written. */
  answerStyle: AnswerStyle;
  /** Those of the leaf and its taxonomy. */
  thresholds: Thresholds;
  /** The leaf's own prompt texts: their ids, by prompt. */
  promptTexts: Record<string, string>;
};

export type BlockedLeaf = { leafId: string; name: string; message: string };

/** What a leaf still lacks when a run continues an earlier one, and the first round that was not asked yet. */
export type Missing = { target: number; firstRound: number };

/** `ownTexts` are those of the taxonomy. */
export type RunPlan = { leaves: PlannedLeaf[]; blocked: BlockedLeaf[]; ownTexts: OwnTexts };

/**
 * What a run over a scope would do: the items of each leaf, their maximum cost, and the leaves that cannot run.
 *
 * @param options.target Samples to ask for in each leaf, spread evenly over its seeds (or passages). Fewer survive the
 *   judges. Null takes LAB's default: 30 questions per skill seed (in a grounded leaf on 10 contexts), and one call for
 *   each knowledge passage, seed and variant.
 * @throws DomainError `invalid` when it is more than one run can hold.
 */
export async function planRun(
  db: Db,
  options: {
    taxonomyId: string;
    scope: string[];
    target: number | null;
    runSeed: string;
    pipelines: ChosenPipelines;
    /** The subtree that pipelines draw from that use all of its seeds; `scope` when left out. */
    poolScope?: string[];
    /** By leaf, when the run continues another one. */
    missing?: ReadonlyMap<string, Missing>;
  },
): Promise<RunPlan> {
  refuseUnknown(options.pipelines);
  const places = await leavesUnder(db, options.taxonomyId, options.scope);
  const ownTexts = await textsOfTaxonomy(db, options.taxonomyId);
  const plan: RunPlan = { leaves: [], blocked: [], ownTexts };
  const pool = await seedPool(db, {
    taxonomyId: options.taxonomyId,
    scope: options.poolScope ?? options.scope,
    pipelines: leafKinds.map((kind) => pipelineFor(kind, options.pipelines[kind])),
  });
  const kinds = new Set<LeafKind>();
  let items = 0;
  const ids = places.map(({ nodeId }) => nodeId);
  for await (const leaves of leavesForRun(db, ids)) {
    const passages = await countPassages(
      db,
      leaves.filter(({ kind }) => kind === 'knowledge').map(({ leafId }) => leafId),
    );
    const leafIds = leaves.map(({ leafId }) => leafId);
    const [exceptions, styles, thresholds, texts] = await Promise.all([
      exceptionsOf(db, leafIds),
      stylesOf(db, leafIds),
      thresholdsOf(db, leafIds),
      textsOfLeaves(db, leafIds),
    ]);
    for (const leaf of leaves) {
      const { leafId, name } = leaf;
      kinds.add(leaf.kind);
      const pipeline = pipelineFor(leaf.kind, options.pipelines[leaf.kind]);
      const own: OwnTexts = texts.get(leafId) ?? new Map();
      const reason = reasonAgainst(leaf, passages.get(leafId)) ?? faultOfTexts(pipeline, own, leaf.kind);
      if (reason !== null) {
        plan.blocked.push({ leafId, name, message: reason });
        continue;
      }
      const planned = await planLeaf(db, leaf, passages.get(leafId), { ...options, pool });
      items += planned.items.length;
      if (items > MAX_ITEMS) throw tooMuch();
      plan.leaves.push({
        ...planned,
        bound: withTokens(planned.bound, tokensAdded(pipeline, ownTexts, own)),
        promptTexts: idsOf(pipeline, own),
        safetyOff: exceptions.get(leafId) ?? [],
        answerStyle: styles.get(leafId) ?? defaultStyles[leaf.kind],
        thresholds: thresholds.get(leafId) ?? {},
      });
    }
  }
  refuseUnused(options.pipelines, kinds);
  refuseFaulty(
    plan.leaves.map(({ pipeline }) => pipeline),
    ownTexts,
  );
  return plan;
}

const idsOf = ({ prompts }: Pipeline, own: OwnTexts): Record<string, string> =>
  Object.fromEntries(prompts.flatMap(({ name }) => (own.has(name) ? [[name, own.get(name)?.id ?? '']] : [])));

/** A pipeline that no leaf would use was chosen by mistake. */
function refuseUnused(chosen: ChosenPipelines, kinds: ReadonlySet<LeafKind>): void {
  for (const kind of leafKinds) {
    const name = chosen[kind];
    if (name === undefined || kinds.size === 0 || kinds.has(kind)) continue;
    const fitting = [...kinds].flatMap((each) => pipelinesFor(each).map((pipeline) => pipeline.name));
    throw new DomainError(
      'invalid',
      `The pipeline “${name}” works on ${kind} leaves, and none of the chosen leaves is one. These fit: ${fitting.join(', ')}.`,
    );
  }
}

const tooMuch = () =>
  new DomainError(
    'invalid',
    `This is more than ${MAX_ITEMS.toLocaleString('en')} tasks. Choose fewer leaves, or set a number of samples for each leaf.`,
  );

/** Why a leaf cannot run, and how to fix it; null when it can. */
export function reasonAgainst({ content, problems }: LeafForRun, passages: PassageSum | undefined): string | null {
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) return sayProblems(errors);
  if (content.seeds.length === 0) return 'It has no seed examples. Add some on its page.';
  if (content.kind !== 'knowledge') return null;
  if (content.seeds.every(({ questionsAndAnswers }) => questionsAndAnswers.length === 0)) {
    return 'No seed example has a question and an answer. Add some on its page.';
  }
  if (passages && passages.passages > 0) return null;
  return passages?.isFetching
    ? 'Its documents are still being fetched. Start again when they are there.'
    : 'It has no documents. Upload some, or fetch them from git, on its page.';
}

function sayProblems(problems: LeafProblem[]): string {
  const shown = problems
    .slice(0, 3)
    .map(({ field, message }) => (field ? `In ${fieldName(field)}: ${message}` : message));
  const more = problems.length - shown.length;
  return shown.join(' ') + (more > 0 ? ` And ${more} more.` : '');
}

async function planLeaf(
  db: Db,
  leaf: LeafForRun,
  passages: PassageSum | undefined,
  options: {
    target: number | null;
    runSeed: string;
    pipelines: ChosenPipelines;
    pool: readonly PoolSeed[];
    missing?: ReadonlyMap<string, Missing>;
  },
): Promise<Omit<PlannedLeaf, 'safetyOff' | 'answerStyle' | 'thresholds' | 'promptTexts'>> {
  const { leafId, name, kind, revisionId, content } = leaf;
  const { target, firstRound } = options.missing?.get(leafId) ?? { target: options.target, firstRound: 0 };
  const pipeline = pipelineFor(kind, options.pipelines[kind]);
  const chunkIds = content.kind === 'knowledge' ? await listPassageIds(db, leafId) : [];
  const { runSeed, pool } = options;
  const tokens = meanTokensOf(content, passages);
  const items = pipeline.plan(content, { target, firstRound, runSeed, leafId, chunkIds, tokens, pool });
  const bound = sumBounds(items.map((item) => item.bound));
  return { leafId, name, pipeline, revisionId, target, items: items.map(({ input }) => input), bound };
}

const noTokens = { promptTokens: 0, completionTokens: 0 };
const nothing: Bound = { calls: 0, samples: 0, ...noTokens, judged: { calls: 0, ...noTokens }, least: noTokens };

const addTokens = (a: typeof noTokens, b: typeof noTokens) => ({
  promptTokens: a.promptTokens + b.promptTokens,
  completionTokens: a.completionTokens + b.completionTokens,
});

export const sumBounds = (bounds: readonly Bound[]): Bound =>
  bounds.reduce(
    (sum, each) => ({
      calls: sum.calls + each.calls,
      samples: sum.samples + each.samples,
      ...addTokens(sum, each),
      judged: { calls: sum.judged.calls + each.judged.calls, ...addTokens(sum.judged, each.judged) },
      least: addTokens(sum.least, each.least),
    }),
    nothing,
  );

/** The same with longer prompts: so many tokens more in each call. */
function withTokens(bound: Bound, added: { written: number; judged: number }): Bound {
  const judged = added.judged * bound.judged.calls;
  return {
    ...bound,
    promptTokens: bound.promptTokens + added.written * (bound.calls - bound.judged.calls) + judged,
    judged: { ...bound.judged, promptTokens: bound.judged.promptTokens + judged },
  };
}

/**
 * The most that a run can need by itself. Each of its judges may have several votes, and a run that asks again for what
 * is dropped stops at a multiple of asking once.
 */
export function boundOfRun(
  leaves: readonly PlannedLeaf[],
  { isRepeated, judgeVotes }: { isRepeated: boolean; judgeVotes: JudgeVotes },
): Bound {
  const once = sumBounds(leaves.map(({ bound }) => bound));
  const rounds = isRepeated ? mostAsked : 1;
  const judged = times(once.judged, rounds * judgeVotes);
  const written = times(
    {
      calls: once.calls - once.judged.calls,
      promptTokens: once.promptTokens - once.judged.promptTokens,
      completionTokens: once.completionTokens - once.judged.completionTokens,
    },
    rounds,
  );
  return { ...once, calls: written.calls + judged.calls, ...addTokens(written, judged), judged };
}

const times = ({ calls, promptTokens, completionTokens }: Bound['judged'], factor: number): Bound['judged'] => ({
  calls: calls * factor,
  promptTokens: promptTokens * factor,
  completionTokens: completionTokens * factor,
});

/** The tokens of a bound, as whole numbers. */
export const tokensOf = ({ promptTokens, completionTokens }: typeof noTokens) => ({
  promptTokens: Math.ceil(promptTokens),
  completionTokens: Math.ceil(completionTokens),
});

/** Mean tokens per seed and per passage of a leaf. */
export function meanTokensOf(content: LeafContent, passages: PassageSum | undefined): PlanOptions['tokens'] {
  const characters = JSON.stringify(content.seeds).length;
  return {
    seed: Math.ceil(tokensIn(characters) / content.seeds.length),
    passage: passages && passages.passages > 0 ? passages.tokens / passages.passages : 0,
  };
}
