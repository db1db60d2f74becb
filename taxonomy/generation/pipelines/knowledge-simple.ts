import { StepChain } from './step-chain';
import { judgeFaithfulness } from '../prompts/judge-faithfulness';
import { checkRules } from '../steps/check-rules';
import { judge } from '../steps/judge';
import { checkSafety } from '../steps/judge-safety';
import { writeQuestionsAndAnswers } from '../steps/write-questions-and-answers';
import { definePipeline, type Bound, type PlanOptions } from './define-pipeline';
import { openPassage, planPassages, type KnowledgeRow } from './passages';

/**
 * Knowledge for small or slow teachers: questions and answers about each passage as it is, rules, and two judges, for
 * what the passage does not support and for safety.
 */
export const knowledgeSimple = definePipeline({
  name: 'knowledge-simple',
  version: 1,
  accepts: ['knowledge'],
  steps: StepChain.start<KnowledgeRow>()
    .step(writeQuestionsAndAnswers<KnowledgeRow>())
    .step(checkRules({ isContextShown: false }))
    .step(
      judge({
        label: 'Judged against the passage',
        prompt: judgeFaithfulness,
        values: (row) => ({ headings: row.headings, document: row.passage, answer: row.answer }),
        grading: 'verdict',
      }),
    )
    .step(checkSafety(() => '')),
  plan: (content, options) =>
    planPassages(content, options, { texts: 1, boundOf: (count) => boundOf(count, options.tokens) }),
  open: openPassage,
});

function boundOf(count: number, { seed, passage }: PlanOptions['tokens']): Bound {
  const asking = 700 + seed + passage;
  // A longer passage has longer answers.
  const pair = 100 + passage / 8;
  return {
    calls: 1 + 2 * count,
    samples: count,
    promptTokens: asking + (passage + 1_400) * count,
    completionTokens: (pair + 200) * count,
    judged: { calls: 2 * count, promptTokens: (passage + 1_400) * count, completionTokens: 200 * count },
    least: { promptTokens: asking, completionTokens: pair * count },
  };
}
