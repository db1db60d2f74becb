import type { RunChoices } from '@/taxonomy/generation/contract-choices';
import { defaultThreshold } from '@/taxonomy/generation/vocabulary';
import { dollarsText } from '@/taxonomy/generation/vocabulary-money';
import type { Settings } from './settings';

/** What New run shows at first. */
export type FirstChoices = { scope: readonly string[]; teacherId: string | null; settings: Settings };

/** The choices of a new run. Made on the server, so that the page needs no code for it. */
export const plainChoices: FirstChoices = {
  scope: [],
  teacherId: null,
  settings: {
    target: null,
    isRepeated: false,
    isTrial: false,
    batch: 'off',
    seed: '',
    maxCalls: '',
    maxTokens: '',
    maxCost: '',
    maxMinutes: '',
    judgeTeacherId: null,
    judgeVotes: 1,
    rulesOff: [],
    threshold: String(defaultThreshold),
    within: 'leaf',
    pipelines: {},
    thresholds: {},
    asksEveryJudge: false,
  },
};

/** The choices of an earlier run. Places that are gone stay in the scope: the page leaves them out and says so. */
export function choicesLike(run: RunChoices): FirstChoices {
  const { judgeTeacherId, judgeVotes, isRepeated, isTrial, batch, rulesOff, pipelines } = run;
  const text = (limit: number | null) => (limit === null ? '' : String(limit));
  return {
    scope: run.scope,
    teacherId: run.teacherId,
    settings: {
      target: run.target === null ? null : String(run.target),
      isRepeated,
      isTrial,
      batch,
      seed: '',
      maxCalls: text(run.maxCalls),
      maxTokens: text(run.maxTokens),
      maxCost: run.maxCost === null ? '' : dollarsText(run.maxCost),
      maxMinutes: text(run.maxMinutes),
      judgeTeacherId,
      judgeVotes,
      rulesOff,
      threshold: run.nearDuplicates && String(run.nearDuplicates.threshold),
      within: run.nearDuplicates?.within ?? 'leaf',
      pipelines,
      thresholds: run.thresholds,
      asksEveryJudge: run.asksEveryJudge,
    },
  };
}
