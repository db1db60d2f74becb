import type { SkillSeed } from '../../seeds/contract';
import { draw, teacherSeed } from './draw';
import { StepChain } from './step-chain';
import { leafRulesOf, type LeafRules } from '../rules/rules';
import { writePairs as prompt } from '../prompts/write-pairs';
import type { AskOptions, Traced } from '../steps/step';
import { checkRules } from '../steps/check-rules';
import { checkSafety } from '../steps/judge-safety';
import { writePairs } from '../steps/write-pairs';
import { seedOf } from './freeform';
import { definePipeline, spread, type Bound, type PlanOptions } from './define-pipeline';

const QUESTIONS_PER_SEED = 30;
/** A small model loses the thread in longer answers. */
const PAIRS_PER_CALL = 5;
const FURTHER_EXAMPLES = 2;

type SimpleRow = Traced & {
  task: string;
  examples: SkillSeed[];
  count: number;
  sampling: Pick<AskOptions, 'seed'>;
  context: null;
  documentVariant: null;
  leafRules: LeafRules;
};

/**
 * Skills without a context, for small or slow teachers: questions and answers in one call, rules, and the safety check.
 * A call less and two judges less for each sample than LAB; reviewers see more poor ones.
 *
 * @see InstructLab sdg, pipelines/simple/freeform_skills.yaml
 */
export const freeformSimple = definePipeline({
  name: 'freeform-simple',
  version: 1,
  accepts: ['freeform'],
  steps: StepChain.start<SimpleRow>()
    .step(
      writePairs({
        label: 'Questions and answers written',
        prompt,
        values: ({ task, examples, count }: SimpleRow) => ({ task, examples, count }),
        count: (row) => row.count,
        sampling: (row) => row.sampling,
      }),
    )
    .step(checkRules({ isContextShown: false }))
    .step(checkSafety(() => '')),
  plan(content, { target, firstRound, runSeed, leafId, tokens }) {
    const seeds = draw(content.seeds, content.seeds.length, `${runSeed}:${leafId}:order`, ({ id }) => id);
    const ids = seeds.map(({ id }) => id);
    const total = target ?? ids.length * QUESTIONS_PER_SEED;
    return spread(ids, { target: total, firstRound, most: PAIRS_PER_CALL }).map(({ seedId, count, round }) => {
      const others = content.seeds.filter(({ id }) => id !== seedId);
      const further = draw(
        others,
        FURTHER_EXAMPLES,
        `${runSeed}:${leafId}:${seedId}:${round}:examples`,
        ({ id }) => id,
      );
      const seedIds = [seedId, ...further.map(({ id }) => id)];
      return { input: { seedIds, chunkId: null, count, round }, bound: boundOf(count, tokens) };
    });
  },
  open: (content, { seedIds, count, round }, { runSeed, leafId }): SimpleRow => ({
    task: content.taskDescription,
    examples: seedIds.map((id) => seedOf(content.seeds, id)),
    count,
    sampling: { seed: teacherSeed(`${runSeed}:${leafId}:${seedIds[0]}:${round}`) },
    context: null,
    documentVariant: null,
    leafRules: leafRulesOf(content),
    scores: [],
    calls: [],
  }),
});

function boundOf(count: number, { seed }: PlanOptions['tokens']): Bound {
  const asking = 450 + 3 * seed;
  const pair = 1.5 * seed + 120;
  return {
    calls: 1 + count,
    samples: count,
    promptTokens: asking + (850 + pair) * count,
    completionTokens: (pair + 100) * count,
    judged: { calls: count, promptTokens: (850 + pair) * count, completionTokens: 100 * count },
    least: { promptTokens: asking, completionTokens: pair * count },
  };
}
