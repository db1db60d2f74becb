import type { PhaseRule, ReplayRule } from './contract-recipe';
import type { Part } from './vocabulary-limits';

const all = { of: 'fraction', value: 1 } as const;

/** Repeats rows of an earlier phase of the same version. */
export const replayPhase = (phase: string, rule: Partial<ReplayRule> = {}): ReplayRule => ({
  source: { from: 'phase', phase },
  amount: all,
  rows: 'all',
  as: 'same',
  ...rule,
});

const phase = (key: string, name: string, takes: Part[], rest: Partial<PhaseRule> = {}): PhaseRule => ({
  key,
  name,
  takes,
  scope: [],
  learns: 'passages',
  replay: [],
  ...rest,
});

/** The phases of the model card: knowledge by the length of its answers, then all skills. */
export const labPhases = (): PhaseRule[] => [
  phase('knowledge_short', 'Knowledge, short', ['knowledge_short']),
  phase('knowledge_long', 'Knowledge, long', ['knowledge_long'], { replay: [replayPhase('knowledge_short')] }),
  phase('skills', 'Skills', ['foundational_short', 'foundational_long', 'compositional'], {
    replay: [replayPhase('knowledge_short'), replayPhase('knowledge_long')],
  }),
];

/** The phases of the paper (section 3.3): foundational skills are learned with knowledge. */
const paperPhases = (): PhaseRule[] => [
  phase('knowledge_short', 'Knowledge, short', ['knowledge_short', 'foundational_short']),
  phase('knowledge_long', 'Knowledge, long', ['knowledge_long', 'foundational_long'], {
    replay: [replayPhase('knowledge_short')],
  }),
  phase('skills', 'Skills', ['compositional'], {
    replay: [replayPhase('knowledge_short'), replayPhase('knowledge_long')],
  }),
];

/**
 * The two phases of InstructLab. The skills phase repeats all knowledge: its questions with distractor passages (RAFT),
 * its questions as before, and the auxiliary rows, of which only the answers are learned.
 *
 * @see instructlab/sdg, datamixing.py
 */
const instructLabPhases = (): PhaseRule[] => [
  phase('knowledge', 'Knowledge (p07)', ['knowledge_short', 'knowledge_long']),
  phase('skills', 'Skills (p10)', ['foundational_short', 'foundational_long', 'compositional'], {
    replay: [
      replayPhase('knowledge', { rows: 'questions', as: 'raft' }),
      replayPhase('knowledge', { rows: 'questions' }),
      replayPhase('knowledge', { rows: 'auxiliary', as: 'answers' }),
    ],
  }),
];

/** Everything at once, which a study of small models found as good (arXiv:2412.13337). */
const onePhase = (): PhaseRule[] => [
  phase('all', 'All rows', [
    'knowledge_short',
    'knowledge_long',
    'foundational_short',
    'foundational_long',
    'compositional',
  ]),
];

/** Arrangements of phases that people can start from. */
export const phasePresets = {
  lab: {
    name: 'LAB model card',
    about: 'Knowledge with short answers, knowledge with long answers, all skills',
    phases: labPhases,
  },
  paper: {
    name: 'LAB paper',
    about: 'As on the card, with foundational skills in the knowledge phases',
    phases: paperPhases,
  },
  instructlab: {
    name: 'InstructLab',
    about: 'Knowledge, then skills with knowledge repeated among distractor passages (RAFT)',
    phases: instructLabPhases,
  },
  one: { name: 'One phase', about: 'All rows at once', phases: onePhase },
} as const;
export type PhasePreset = keyof typeof phasePresets;

/** The phases with another share of every source of replay that is given as a share of its rows. */
export const withReplayShare = (phases: readonly PhaseRule[], value: number): PhaseRule[] =>
  phases.map((phase) => ({
    ...phase,
    replay: phase.replay.map((rule) =>
      rule.amount.of === 'fraction' ? { ...rule, amount: { of: 'fraction', value } } : rule,
    ),
  }));

/** The one share of all sources of replay that are given as a share; null when they differ or there are none. */
export function replayShare(phases: readonly PhaseRule[]): number | null {
  const shares = phases.flatMap(({ replay }) =>
    replay.flatMap(({ amount }) => (amount.of === 'fraction' ? amount.value : [])),
  );
  const [first] = shares;
  return first !== undefined && shares.every((share) => share === first) ? first : null;
}

/** The name of a phase by its key. */
export const phaseName = (phases: readonly Pick<PhaseRule, 'key' | 'name'>[], key: string): string =>
  phases.find((each) => each.key === key)?.name ?? key;

/** Of InstructLab's RAFT rows, the share whose passages include the one that the answer rests on. */
export const RAFT_GOLDEN_SHARE = 0.4;
