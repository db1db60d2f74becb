import { DomainError } from '../../errors';
import type { LeafContent, SkillSeed } from '../../seeds/contract';
import { draw, drawFew, teacherSeed } from './draw';
import { StepChain } from './step-chain';
import { rulesFor, type LeafRules } from '../rules/rules';
import { writeAnswer } from '../prompts/write-answer';
import type { PoolSeed, Traced } from '../steps/step';
import { checkRules } from '../steps/check-rules';
import { checkSafety } from '../steps/judge-safety';
import { writeOneAnswer } from '../steps/write-text';
import { writeTaskList, type TaskCall } from '../steps/write-tasks';
import { definePipeline, type Bound, type ItemInput, type ItemKey, type PlanOptions } from './define-pipeline';

const QUESTIONS_PER_SEED = 30;
/** As in Self-Instruct: eight examples, and as many new tasks. From the second request on, two are the model's own. */
const EXAMPLES = 8;
const OWN_EXAMPLES = 2;
const TASKS_PER_CALL = 8;
const CALLS = 3;

/** The seeds of one request, and the first of them, on which the answers are modelled. */
type Mix = { pool: PoolSeed[]; example: SkillSeed };
type TaskRow = Traced & {
  requests: TaskCall<Mix>[];
  context: null;
  documentVariant: null;
  leafRules: LeafRules;
};

/**
 * Self-Instruct, the baseline that LAB is compared with: the examples of a request are drawn uniformly from the seeds of
 * the whole chosen subtree and from the tasks written before, so nothing ties them to one leaf. A sample is filed under
 * the leaf that its item counts for. No judge but the one for safety.
 *
 * @see Self-Instruct (Wang et al. 2022), arXiv:2212.10560; LAB (arXiv:2403.01081), section 3.2
 */
export const selfInstruct = definePipeline({
  name: 'self-instruct',
  version: 1,
  accepts: ['freeform'],
  usesPool: true,
  steps: StepChain.start<TaskRow>()
    .step(writeTaskList((row: TaskRow) => row.requests))
    .step(
      writeOneAnswer({
        label: 'Answers written',
        prompt: writeAnswer,
        values: (row) => ({ example: row.example, question: row.question }),
      }),
    )
    .step(checkRules({ isContextShown: false }))
    .step(checkSafety(() => '')),
  plan(content, { target, firstRound, runSeed, leafId, tokens, pool = [] }) {
    const total = target ?? content.seeds.length * QUESTIONS_PER_SEED;
    return Array.from({ length: Math.ceil(total / (TASKS_PER_CALL * CALLS)) }, (_, place) => {
      const count = Math.min(TASKS_PER_CALL * CALLS, total - place * TASKS_PER_CALL * CALLS);
      const round = firstRound + place;
      const drawn = Array.from({ length: Math.ceil(count / TASKS_PER_CALL) }, (_, call) =>
        drawFew(pool, EXAMPLES, `${runSeed}:${leafId}:${round}:${call}:pool`),
      );
      const input = { seedIds: [], chunkId: null, count, round, pool: drawn };
      return { input, bound: boundOf(count, tokens) };
    });
  },
  open: openTasks,
});

function openTasks(_: LeafContent, { count, round, pool = [] }: ItemInput, key: ItemKey): TaskRow {
  const seedsOf = pool.map((drawn) => drawn.map((each) => ({ ...each, seed: poolSeed(each, key.contents) })));
  const texts = seedsOf.flat().map(({ seed }) => ({ ...seed, isContextShown: false }));
  const requests = seedsOf.flatMap((drawn, call): TaskCall<Mix>[] => {
    const [first] = drawn;
    if (!first) return [];
    const name = `${key.runSeed}:${key.leafId}:${round}:${call}`;
    return [
      {
        count: Math.min(TASKS_PER_CALL, count - call * TASKS_PER_CALL),
        sampling: { seed: teacherSeed(name) },
        mix: (written) => {
          const own = draw([...new Set(written)], OWN_EXAMPLES, name, (text) => text);
          const seeds = drawn.slice(0, EXAMPLES - own.length).map(({ seed }) => seed);
          return [...seeds, ...own.map((question) => ({ question }))];
        },
        part: { pool: drawn.map(({ revisionId, seedId }) => ({ revisionId, seedId })), example: first.seed },
      },
    ];
  });
  return { requests, context: null, documentVariant: null, leafRules: rulesFor(texts), scores: [], calls: [] };
}

/** @throws DomainError `invalid` when the seed's revision or the seed is gone, which only a damaged item can name. */
function poolSeed({ revisionId, seedId }: PoolSeed, contents: ItemKey['contents']): SkillSeed {
  const content = contents?.get(revisionId);
  const seed = content?.kind === 'knowledge' ? undefined : content?.seeds.find(({ id }) => id === seedId);
  if (!seed) throw new DomainError('invalid', `The seed example ${seedId} is gone. Start a new run.`);
  return seed;
}

function boundOf(count: number, { seed }: PlanOptions['tokens']): Bound {
  const calls = Math.ceil(count / TASKS_PER_CALL);
  // Seeds of other leaves may be longer than this leaf's.
  const example = 2 * seed + 60;
  const asking = (450 + EXAMPLES * example) * calls;
  return {
    calls: calls + 2 * count,
    samples: count,
    promptTokens: asking + (400 + 850 + 4 * example) * count,
    completionTokens: (3 * example + 100) * count,
    judged: { calls: count, promptTokens: (850 + 2 * example) * count, completionTokens: 100 * count },
    least: { promptTokens: asking, completionTokens: example * count },
  };
}
