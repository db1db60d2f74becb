import { StepChain } from './step-chain';
import { writeContext } from '../prompts/write-context';
import { writeGroundedPairs } from '../prompts/write-grounded-pairs';
import { checkRules } from '../steps/check-rules';
import { checkSafety } from '../steps/judge-safety';
import { writePairs } from '../steps/write-pairs';
import { writeContexts } from '../steps/write-text';
import { definePipeline, roomForQuestions, type Bound, type PlanOptions } from './define-pipeline';
import { contextsFor, openContexts, planContexts, questionsOn, type GroundedRow, type OnContext } from './contexts';

/**
 * Skills with a context, for small or slow teachers: new contexts, questions and answers on each in one call, rules, and
 * the safety check. A call less and two judges less for each sample than LAB; reviewers see more poor ones.
 *
 * @see InstructLab sdg, pipelines/simple/grounded_skills.yaml
 */
export const groundedSimple = definePipeline({
  name: 'grounded-simple',
  version: 1,
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
      writePairs({
        label: 'Questions and answers written',
        prompt: writeGroundedPairs,
        values: (row: OnContext) => ({
          task: row.task,
          example: row.example,
          context: row.context,
          count: questionsOn(row),
        }),
        count: questionsOn,
        sampling: (row) => ({
          maxTokens: roomForQuestions(questionsOn(row), row.example.question + row.example.answer),
        }),
        about: (row) => row.context,
      }),
    )
    .step(checkRules({ isContextShown: true }))
    .step(checkSafety(({ context }) => context ?? '')),
  plan: (content, options) => planContexts(content, options, boundOf),
  open: openContexts,
});

function boundOf(count: number, { seed }: PlanOptions['tokens']): Bound {
  const contexts = contextsFor(count);
  const asking = (900 + 4 * seed) * contexts;
  const pair = seed + 120;
  return {
    calls: 2 * contexts + count,
    samples: count,
    promptTokens: asking + (850 + 1.5 * seed + pair) * count,
    completionTokens: (1.5 * seed + 30) * contexts + (pair + 100) * count,
    judged: { calls: count, promptTokens: (850 + 1.5 * seed + pair) * count, completionTokens: 100 * count },
    least: { promptTokens: asking, completionTokens: (1.5 * seed + 30) * contexts + pair * count },
  };
}
