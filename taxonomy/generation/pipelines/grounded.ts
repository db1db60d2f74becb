import { StepChain } from './step-chain';
import { judgeGroundedPair } from '../prompts/judge-grounded-pair';
import { judgeGroundedQuestion } from '../prompts/judge-grounded-question';
import { writeContext } from '../prompts/write-context';
import { writeCreativeGroundedAnswer } from '../prompts/write-creative-grounded-answer';
import { writeGroundedAnswer } from '../prompts/write-grounded-answer';
import { writeGroundedQuestions } from '../prompts/write-grounded-questions';
import { checkRules } from '../steps/check-rules';
import { judge } from '../steps/judge';
import { checkSafety } from '../steps/judge-safety';
import { writeQuestionList } from '../steps/write-questions';
import { writeContexts, writeOneAnswer } from '../steps/write-text';
import { contextsFor, openContexts, planContexts, questionsOn, type GroundedRow, type OnContext } from './contexts';
import { definePipeline, roomForQuestions, type Bound, type PlanOptions } from './define-pipeline';

/**
 * Skills with a context: ten new contexts in the style of one seed, three questions on each, judged, answered from
 * the context, checked by rules, judged again, and checked for safety.
 *
 * @see InstructLab sdg, pipelines/full/grounded_skills.yaml
 */
export const grounded = definePipeline({
  name: 'grounded',
  version: 3,
  accepts: ['grounded'],
  steps: StepChain.start<GroundedRow>()
    .step(
      writeContexts({
        label: 'Contexts written',
        prompt: writeContext,
        values: (row: GroundedRow) => ({ task: row.task, example: row.example }),
        variations: (row) => row.variations,
      }),
    )
    .step(
      writeQuestionList({
        label: 'Questions written',
        prompt: writeGroundedQuestions,
        values: (row: OnContext) => ({
          task: row.task,
          example: row.example,
          context: row.context,
          count: questionsOn(row),
        }),
        count: questionsOn,
        sampling: (row) => ({ maxTokens: roomForQuestions(questionsOn(row), row.example.question) }),
      }),
    )
    .step(
      judge({
        label: 'Questions judged',
        prompt: judgeGroundedQuestion,
        values: (row) => ({ task: row.task, context: row.context, question: row.question }),
        grading: { scale: { from: 0, to: 1 }, atLeast: 1 },
      }),
    )
    .step(
      writeOneAnswer({
        label: 'Answers written',
        prompt: writeGroundedAnswer,
        creative: writeCreativeGroundedAnswer,
        values: (row) => ({ example: row.example, context: row.context, question: row.question }),
      }),
    )
    .step(checkRules({ isContextShown: true }))
    .step(
      judge({
        label: 'Answers judged',
        prompt: judgeGroundedPair,
        values: (row) => ({ context: row.context, question: row.question, answer: row.answer }),
        grading: { scale: { from: 1, to: 3 }, atLeast: 2 },
      }),
    )
    .step(checkSafety(({ context }) => context ?? '')),
  plan: (content, options) => planContexts(content, options, boundOf),
  open: openContexts,
});

function boundOf(count: number, { seed }: PlanOptions['tokens']): Bound {
  const contexts = contextsFor(count);
  return {
    calls: 2 * contexts + 4 * count,
    samples: count,
    promptTokens: (650 + 3 * seed) * contexts + (2_390 + 8 * seed) * count,
    completionTokens: 1.5 * seed * contexts + (seed + 400) * count,
    judged: { calls: 3 * count, promptTokens: (2_130 + 6 * seed) * count, completionTokens: 300 * count },
    least: { promptTokens: (650 + 3 * seed) * contexts, completionTokens: 1.5 * seed * contexts + 100 * count },
  };
}
