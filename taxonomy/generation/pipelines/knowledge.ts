import { DomainError } from '../../errors';
import { draw, teacherSeed } from './draw';
import { StepChain } from './step-chain';
import { leafRulesOf, type LeafRules } from '../rules/rules';
import { judgeFaithfulness } from '../prompts/judge-faithfulness';
import { judgeRelevancy } from '../prompts/judge-relevancy';
import { judgeSelfContained } from '../prompts/judge-self-contained';
import type { AskOptions, Traced } from '../steps/step';
import { correctSpelling } from '../steps/correct-spelling';
import { checkRules } from '../steps/check-rules';
import { judge } from '../steps/judge';
import { checkSafety } from '../steps/judge-safety';
import { writeQuestionsAndAnswers } from '../steps/write-questions-and-answers';
import { seedOf } from './freeform';
import { definePipeline, type Bound, type PlannedItem, type PlanOptions, type Written } from './define-pipeline';

/**
 * LAB sets no number of pairs per call. A passage of 500 tokens has room for about this many; a teacher may give fewer.
 */
const PAIRS_PER_CALL = 5;
const EXAMPLES = 3;
const VARIANTS = 2;
/** New questions about a passage that was used before need a higher temperature to differ. */
const LATER_TEMPERATURE = 0.7;

type KnowledgeRow = Traced & {
  chunkId: string;
  domain: string;
  outline: string;
  exampleContext: string;
  examples: { question: string; answer: string }[];
  headings: string;
  passage: string;
  count: number;
  leafRules: LeafRules;
  sampling: Pick<AskOptions, 'temperature' | 'seed'>;
};

type PairRow = KnowledgeRow & Written;

/**
 * Knowledge: question and answer pairs about each passage, modelled on three pairs of each seed. Uses the original
 * passage and a copy with corrected spelling. A pair is kept when the passage supports the answer, the answer fits the
 * question, and the question can be understood without the passage. Rules come before the judges, safety after them.
 *
 * @see InstructLab sdg, pipelines/full/knowledge.yaml
 */
export const knowledge = definePipeline({
  name: 'knowledge',
  version: 4,
  accepts: ['knowledge'],
  steps: StepChain.start<KnowledgeRow>()
    .step(correctSpelling())
    .step(writeQuestionsAndAnswers())
    .step(checkRules({ isContextShown: false }))
    .step(
      judge({
        label: 'Judged against the passage',
        prompt: judgeFaithfulness,
        values: (row) => ({ headings: row.headings, document: row.context, answer: row.answer }),
        grading: 'verdict',
      }),
    )
    .step(
      judge({
        label: 'Answers judged against questions',
        prompt: judgeRelevancy,
        values: (row) => ({ question: row.question, answer: row.answer }),
        grading: { scale: { from: 0, to: 2 }, atLeast: 2 },
      }),
    )
    .step(
      judge({
        label: 'Questions judged on their own',
        prompt: judgeSelfContained,
        values: (row: PairRow) => ({ domain: row.domain, question: row.question }),
        grading: { scale: { from: 0, to: 1 }, atLeast: 1 },
      }),
    )
    .step(checkSafety(() => '')),
  plan(content, { target, firstRound, runSeed, leafId, chunkIds, tokens }) {
    const ordered =
      target === null ? chunkIds : draw(chunkIds, chunkIds.length, `${runSeed}:${leafId}:chunks`, (id) => id);
    const items: PlannedItem[] = [];
    let left = target ?? Infinity;
    // A run that continues another one starts with another seed, because the passages of the first one were already
    // used.
    const seeds = content.seeds.map((_, place) => content.seeds[(place + firstRound) % content.seeds.length]);
    for (const seed of seeds) {
      for (const chunkId of ordered) {
        if (left <= 0 || !seed) return items;
        const count = Math.min(PAIRS_PER_CALL, Math.ceil(left / VARIANTS));
        items.push({ input: { seedIds: [seed.id], chunkId, count, round: firstRound }, bound: boundOf(count, tokens) });
        left -= count * VARIANTS;
      }
    }
    return items;
  },
  open(content, { seedIds, count, chunkId, round }, { runSeed, leafId }, passage): KnowledgeRow {
    if (!passage || !chunkId) {
      throw new DomainError('invalid', 'The passage is gone: its document was taken from the leaf. Start a new run.');
    }
    const seed = seedOf(content.seeds, seedIds[0]);
    // One set of examples per seed, the same for all chunks, so that the prompt always starts with the same text.
    const pairs = seed.questionsAndAnswers.map((pair, place) => ({ ...pair, place }));
    const examples = draw(pairs, EXAMPLES, `${runSeed}:${leafId}:${seed.id}:pairs`, ({ place }) => String(place));
    const key = `${runSeed}:${leafId}:${seed.id}:${chunkId}:${round}`;
    return {
      chunkId,
      domain: content.domain,
      outline: content.documentOutline,
      exampleContext: seed.context,
      examples: examples.sort((a, b) => a.place - b.place),
      headings: passage.headings.join(' › '),
      passage: passage.text,
      count,
      leafRules: leafRulesOf(content),
      sampling: round === 0 ? {} : { temperature: LATER_TEMPERATURE, seed: teacherSeed(key) },
      scores: [],
      calls: [],
    };
  },
});

function boundOf(count: number, { seed, passage }: PlanOptions['tokens']): Bound {
  const pairs = VARIANTS * count;
  return {
    // The correction is requested once per chunk; here it counts for every item, so the sum is an upper bound.
    calls: 1 + VARIANTS + 4 * pairs,
    samples: pairs,
    promptTokens: 300 + passage + VARIANTS * (500 + seed + passage) + (passage + 2_400) * pairs,
    completionTokens: passage + (120 + 400) * pairs,
    judged: { calls: 4 * pairs, promptTokens: (passage + 2_400) * pairs, completionTokens: 400 * pairs },
    least: { promptTokens: VARIANTS * (500 + seed + passage), completionTokens: 120 * pairs },
  };
}
