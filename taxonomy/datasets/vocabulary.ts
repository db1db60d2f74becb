/** LAB's training phases, in their order (the model card's reading: all skills in the last). */
export const phases = ['knowledge_short', 'knowledge_long', 'skills'] as const;
export type Phase = (typeof phases)[number];

export const phaseNames = {
  knowledge_short: 'Knowledge, short',
  knowledge_long: 'Knowledge, long',
  skills: 'Skills',
} as const satisfies Record<Phase, string>;

/** Which earlier phases a phase repeats. */
export const replaySources = {
  knowledge_short: [],
  knowledge_long: ['knowledge_short'],
  skills: ['knowledge_short', 'knowledge_long'],
} as const satisfies Record<Phase, readonly Phase[]>;
