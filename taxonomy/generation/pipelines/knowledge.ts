import { DomainError } from '../../errors';
import { draw } from './draw';
import { Pipeline } from './pipeline';
import { correctSpelling as correctSpellingPrompt } from '../prompts/correct-spelling';
import { judgeFaithfulness } from '../prompts/judge-faithfulness';
import { judgeRelevancy } from '../prompts/judge-relevancy';
import { judgeSelfContained } from '../prompts/judge-self-contained';
import { writeQuestionsAndAnswers as writePairsPrompt } from '../prompts/write-questions-and-answers';
import type { Traced } from '../steps/step';
import { correctSpelling } from '../steps/correct-spelling';
import { judge } from '../steps/judge';
import { writeQuestionsAndAnswers } from '../steps/write-questions-and-answers';
import { seedOf } from './freeform';
import type { ItemInput, LeafPipeline, Written } from './leaf-pipeline';

/** The method fixes no number of pairs a call. This is what a passage of 500 tokens bears; a teacher may give fewer. */
const PAIRS_A_CALL = 5;
const EXAMPLES = 3;
const VARIANTS = 2;

type KnowledgeRow = Traced & {
  chunkId: string;
  domain: string;
  outline: string;
  exampleContext: string;
  examples: { question: string; answer: string }[];
  passage: string;
  count: number;
};

type PairRow = KnowledgeRow & Written;

/**
 * Knowledge: question and answer pairs on each passage, after three pairs of each seed, from the passage as it stands
 * and from a copy with its spelling corrected; kept when the passage bears out the answer, the answer fits the
 * question, and the question stands for itself.
 *
 * @see InstructLab sdg, pipelines/full/knowledge.yaml
 */
export const knowledge: LeafPipeline<'knowledge', KnowledgeRow> = {
  kind: 'knowledge',
  prompts: [correctSpellingPrompt, writePairsPrompt, judgeFaithfulness, judgeRelevancy, judgeSelfContained],
  pipeline: Pipeline.start<KnowledgeRow>('knowledge', 2)
    .step(correctSpelling())
    .step(writeQuestionsAndAnswers())
    .step(
      judge({
        label: 'Judged against the passage',
        prompt: judgeFaithfulness,
        values: (row) => ({ document: row.context, answer: row.answer }),
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
    ),
  plan(content, { target, runSeed, leafId, chunkIds }) {
    const ordered =
      target === null ? chunkIds : draw(chunkIds, chunkIds.length, `${runSeed}:${leafId}:chunks`, (id) => id);
    const items: ItemInput[] = [];
    let left = target ?? Infinity;
    for (const seed of content.seeds) {
      for (const chunkId of ordered) {
        if (left <= 0) return items;
        const count = Math.min(PAIRS_A_CALL, Math.ceil(left / VARIANTS));
        items.push({ seedIds: [seed.id], chunkId, count, round: 0 });
        left -= count * VARIANTS;
      }
    }
    return items;
  },
  rowOf(content, { seedIds, count, chunkId }, { runSeed, leafId }, passage) {
    if (!passage || !chunkId) {
      throw new DomainError('invalid', 'The passage is gone: its document was taken from the leaf. Start a new run.');
    }
    const seed = seedOf(content.seeds, seedIds[0]);
    // One set of examples a seed, the same for all chunks: the beginning of the prompt stays the same.
    const pairs = seed.questionsAndAnswers.map((pair, place) => ({ ...pair, place }));
    const examples = draw(pairs, EXAMPLES, `${runSeed}:${leafId}:${seed.id}:pairs`, ({ place }) => String(place));
    return {
      chunkId,
      domain: content.domain,
      outline: content.documentOutline,
      exampleContext: seed.context,
      examples: examples.sort((a, b) => a.place - b.place),
      passage: passage.text,
      count,
      scores: [],
      calls: [],
    };
  },
  bound({ count }, { seed, passage }) {
    const pairs = VARIANTS * count;
    return {
      // The correction is bought once a chunk; here it counts for every item, so the sum is an upper bound.
      calls: 1 + VARIANTS + 3 * pairs,
      samples: pairs,
      promptTokens: 250 + passage + VARIANTS * (500 + seed + passage) + (passage + 1_150) * pairs,
      completionTokens: passage + (120 + 300) * pairs,
    };
  },
};
