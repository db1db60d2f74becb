import type { Phase } from '@/taxonomy/datasets/vocabulary';

/** The colour of a phase. Always shown with the phase's name, so that nothing depends on colour alone. */
export const phaseFill = {
  knowledge_short: 'fill-phase-1',
  knowledge_long: 'fill-phase-2',
  skills: 'fill-phase-3',
} as const satisfies Record<Phase, string>;

const phaseGround = {
  knowledge_short: 'bg-phase-1',
  knowledge_long: 'bg-phase-2',
  skills: 'bg-phase-3',
} as const satisfies Record<Phase, string>;

/** The colour of a phase, shown before its name. */
export const PhaseDot = ({ phase }: { phase: Phase }) => (
  <span aria-hidden className={`inline-block size-2.5 rounded-xs ${phaseGround[phase]}`} />
);
