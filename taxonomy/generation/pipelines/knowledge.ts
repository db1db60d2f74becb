import { StepChain } from './step-chain';
import { judgeFaithfulness } from '../prompts/judge-faithfulness';
import { judgeRelevancy } from '../prompts/judge-relevancy';
import { judgeSelfContained } from '../prompts/judge-self-contained';
import { checkRules } from '../steps/check-rules';
import { judge } from '../steps/judge';
import { checkSafety } from '../steps/judge-safety';
import { writeQuestionsAndAnswers } from '../steps/write-questions-and-answers';
import { exceptAuxiliary, writeView, type AuxiliaryRow, type View } from '../steps/write-view';
import type { PipelineName } from '../vocabulary-pipelines';
import { atomicFacts, detailedSummary, extractiveSummary, spelling } from './knowledge-views';
import { definePipeline, type Bound, type Pipeline, type PlanOptions } from './define-pipeline';
import { openPassage, planPassages, type KnowledgeRow } from './passages';

type PairRow = KnowledgeRow & { question: string; answer: string };
type Auxiliary = AuxiliaryRow<KnowledgeRow>;

type Views = {
  name: PipelineName;
  version: number;
  views: readonly [View, ...View[]];
  /** Asks only about the view, not about the passage itself. */
  replacesPassage?: boolean;
};

/**
 * Knowledge: question and answer pairs about each passage, modelled on three pairs of each seed. Questions are asked
 * about the passage and about views of it: a copy with corrected spelling, summaries, key facts. A pair is kept when the
 * original passage supports the answer, the answer fits the question, and the question can be understood without the
 * passage. Rules come before the judges, safety after them.
 *
 * The views of a passage are also rows of their own, LAB's auxiliary rows: the passage supports them too.
 *
 * @see InstructLab sdg, pipelines/full/knowledge.yaml and pipelines/llama/knowledge.yaml
 */
function knowledgeWith({ name, version, views, replacesPassage = false }: Views): Pipeline {
  let written = StepChain.start<KnowledgeRow>().step<KnowledgeRow | Auxiliary>(
    writeView(views[0], { replacesPassage }),
  );
  for (const view of views.slice(1)) written = written.step(writeView<KnowledgeRow>(view));
  const texts = (replacesPassage ? 0 : 1) + views.reduce((sum, { most }) => sum + most, 0);
  return definePipeline({
    name,
    version,
    accepts: ['knowledge'],
    steps: written
      .step(exceptAuxiliary<KnowledgeRow, KnowledgeRow, PairRow>(writeQuestionsAndAnswers()))
      .step(checkRules({ isContextShown: ({ isAuxiliary }) => isAuxiliary, isContextGiven: true }))
      .step(
        judge({
          label: 'Judged against the passage',
          prompt: judgeFaithfulness,
          values: (row) => ({ headings: row.headings, document: row.passage, answer: row.answer }),
          grading: 'verdict',
        }),
      )
      .step(
        exceptAuxiliary<KnowledgeRow, PairRow, PairRow>(
          judge({
            label: 'Answers judged against questions',
            prompt: judgeRelevancy,
            values: (row) => ({ question: row.question, answer: row.answer }),
            grading: { scale: { from: 0, to: 2 }, atLeast: 2 },
          }),
        ),
      )
      .step(
        exceptAuxiliary<KnowledgeRow, PairRow, PairRow>(
          judge({
            label: 'Questions judged on their own',
            prompt: judgeSelfContained,
            values: (row) => ({ domain: row.domain, question: row.question }),
            grading: { scale: { from: 0, to: 1 }, atLeast: 1 },
          }),
        ),
      )
      .step(checkSafety(() => '')),
    plan: (content, options) =>
      planPassages(content, options, {
        texts,
        boundOf: (count, isFirst) => boundOf({ count, texts, views: views.length, isFirst }, options.tokens),
      }),
    open: openPassage,
  });
}

export const knowledge = knowledgeWith({ name: 'knowledge', version: 5, views: [spelling] });

export const knowledgeFull = knowledgeWith({
  name: 'knowledge-full',
  version: 1,
  views: [spelling, detailedSummary, extractiveSummary, atomicFacts],
});

/** Each view by itself, so that a leaf can be given one more view without asking about its passages again. */
export const singleViews = [
  knowledgeWith({ name: 'knowledge-detailed-summary', version: 1, views: [detailedSummary], replacesPassage: true }),
  knowledgeWith({
    name: 'knowledge-extractive-summary',
    version: 1,
    views: [extractiveSummary],
    replacesPassage: true,
  }),
  knowledgeWith({ name: 'knowledge-atomic-facts', version: 1, views: [atomicFacts], replacesPassage: true }),
];

/**
 * A view is requested once per chunk; here it counts for every item, so the sum is an upper bound. A view and a text
 * to ask about are at most a quarter longer than the passage.
 */
function boundOf(
  { count, texts, views, isFirst }: { count: number; texts: number; views: number; isFirst: boolean },
  { seed, passage }: PlanOptions['tokens'],
): Bound {
  const pairs = count * texts;
  const auxiliary = isFirst ? views : 0;
  const text = 1.25 * passage;
  const asking = texts * (700 + seed + text);
  return {
    calls: views + texts + 4 * pairs + 2 * auxiliary,
    samples: pairs + auxiliary,
    promptTokens:
      views * (750 + passage) + asking + (passage + 2_400) * pairs + (passage + 2 * text + 1_700) * auxiliary,
    completionTokens: views * (50 + text) + (120 + 400) * pairs + 200 * auxiliary,
    judged: {
      calls: 4 * pairs + 2 * auxiliary,
      promptTokens: (passage + 2_400) * pairs + (passage + 2 * text + 1_700) * auxiliary,
      completionTokens: 400 * pairs + 200 * auxiliary,
    },
    least: { promptTokens: asking, completionTokens: 120 * pairs },
  };
}
