import { DomainError } from '../../errors';
import type { LeafContent } from '../../seeds/contract';
import { draw, teacherSeed } from './draw';
import { leafRulesOf, type LeafRules } from '../rules/rules';
import type { AskOptions } from '../steps/step';
import type { ViewRow } from '../steps/write-view';
import { seedOf } from './freeform';
import type { Bound, ItemInput, ItemKey, Passage, PlannedItem, PlanOptions } from './define-pipeline';

/**
 * LAB sets no number of pairs per call. A passage of 500 tokens has room for about this many; a teacher may give fewer.
 */
const PAIRS_PER_CALL = 5;
const EXAMPLES = 3;
/** New questions about a passage that was used before need a higher temperature to differ. */
const LATER_TEMPERATURE = 0.7;

export type KnowledgeRow = ViewRow & {
  domain: string;
  outline: string;
  exampleContext: string;
  examples: { question: string; answer: string }[];
  count: number;
  leafRules: LeafRules;
  sampling: Pick<AskOptions, 'temperature' | 'seed'>;
};

type Knowledge = Extract<LeafContent, { kind: 'knowledge' }>;

type Size = {
  /** The texts of a passage that questions are asked about, at most. */
  texts: number;
  boundOf: (count: number, isFirst: boolean) => Bound;
};

/** Every passage with every seed, seed by seed. The first item of a passage also keeps its views. */
export function planPassages(
  { seeds }: Knowledge,
  { target, firstRound, runSeed, leafId, chunkIds }: PlanOptions,
  { texts, boundOf: bound }: Size,
): PlannedItem[] {
  const ordered =
    target === null ? chunkIds : draw(chunkIds, chunkIds.length, `${runSeed}:${leafId}:chunks`, (id) => id);
  const items: PlannedItem[] = [];
  let left = target ?? Infinity;
  // A run that continues another one starts with another seed, because the passages of the first one were already used.
  const turned = seeds.map((_, place) => seeds[(place + firstRound) % seeds.length]);
  for (const [place, seed] of turned.entries()) {
    for (const chunkId of ordered) {
      if (left <= 0 || !seed) return items;
      const count = Math.min(PAIRS_PER_CALL, Math.ceil(left / texts));
      const hasAuxiliary = place === 0 && firstRound === 0;
      const input = { seedIds: [seed.id], chunkId, count, round: firstRound, ...(hasAuxiliary && { hasAuxiliary }) };
      items.push({ input, bound: bound(count, hasAuxiliary) });
      left -= count * texts;
    }
  }
  return items;
}

export function openPassage(
  content: Knowledge,
  { seedIds, count, chunkId, round, hasAuxiliary = false }: ItemInput,
  { runSeed, leafId }: ItemKey,
  passage: Passage | null,
): KnowledgeRow {
  if (!passage || !chunkId) {
    throw new DomainError('invalid', 'The passage is gone: its document was taken from the leaf. Start a new run.');
  }
  const seed = seedOf(content.seeds, seedIds[0]);
  // One set of examples per seed, the same for all chunks, so that the prompt always starts with the same text.
  const pairs = seed.questionsAndAnswers.map((pair, place) => ({ ...pair, place }));
  const examples = draw(pairs, EXAMPLES, `${runSeed}:${leafId}:${seed.id}:pairs`, ({ place }) => String(place));
  const key = `${runSeed}:${leafId}:${seed.id}:${chunkId}:${round}`;
  return {
    isAuxiliary: false,
    hasAuxiliary,
    chunkId,
    domain: content.domain,
    outline: content.documentOutline,
    exampleContext: seed.context,
    examples: examples.sort((a, b) => a.place - b.place),
    headings: passage.headings.join(' › '),
    passage: passage.text,
    documentVariant: 'base_document',
    about: passage.text,
    context: passage.text,
    count,
    leafRules: leafRulesOf(content),
    sampling: round === 0 ? {} : { temperature: LATER_TEMPERATURE, seed: teacherSeed(key) },
    scores: [],
    calls: [],
  };
}
