import type { LeafContent, SkillSeed } from '../../seeds/contract';
import { draw, teacherSeed } from './draw';
import { leafRulesOf, type LeafRules } from '../rules/rules';
import type { AskOptions, Traced } from '../steps/step';
import { seedOf } from './freeform';
import {
  spread,
  type Bound,
  type ItemInput,
  type ItemKey,
  type PlannedItem,
  type PlanOptions,
} from './define-pipeline';

const CONTEXTS_PER_SEED = 10;
const QUESTIONS_PER_CONTEXT = 3;
const QUESTIONS_PER_SEED = CONTEXTS_PER_SEED * QUESTIONS_PER_CONTEXT;

export type GroundedRow = Traced & {
  task: string;
  example: SkillSeed & { context: string };
  count: number;
  variations: AskOptions[];
  documentVariant: null;
  leafRules: LeafRules;
};

export type OnContext = GroundedRow & { context: string; ordinal: number };

type Grounded = Extract<LeafContent, { kind: 'grounded' }>;

/** Each seed once per thirty questions, in an order that the run draws. */
export function planContexts(
  content: Grounded,
  { target, firstRound, runSeed, leafId, tokens }: PlanOptions,
  boundOf: (count: number, tokens: PlanOptions['tokens']) => Bound,
): PlannedItem[] {
  const seeds = draw(content.seeds, content.seeds.length, `${runSeed}:${leafId}:order`, ({ id }) => id);
  const ids = seeds.map(({ id }) => id);
  return spread(ids, { target, firstRound, most: QUESTIONS_PER_SEED }).map(({ seedId, count, round }) => {
    return { input: { seedIds: [seedId], chunkId: null, count, round }, bound: boundOf(count, tokens) };
  });
}

/** Each context is asked for with a random seed of its own. */
export function openContexts(
  content: Grounded,
  { seedIds, count, round }: ItemInput,
  { runSeed, leafId }: ItemKey,
): GroundedRow {
  const seed = seedOf(content.seeds, seedIds[0]);
  const variations = Array.from({ length: contextsFor(count) }, (_, ordinal) => ({
    seed: teacherSeed(`${runSeed}:${leafId}:${seed.id}:${round}:${ordinal}`),
  }));
  const example = { ...seed, context: seed.context ?? '' };
  return {
    task: content.taskDescription,
    example,
    count,
    variations,
    documentVariant: null,
    leafRules: leafRulesOf(content),
    scores: [],
    calls: [],
  };
}

export const contextsFor = (count: number): number => Math.ceil(count / QUESTIONS_PER_CONTEXT);

/** Three questions per context; the last context gets the remainder. */
export function questionsOn(row: OnContext): number {
  return Math.min(QUESTIONS_PER_CONTEXT, row.count - row.ordinal * QUESTIONS_PER_CONTEXT);
}
