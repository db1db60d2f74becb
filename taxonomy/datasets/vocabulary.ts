/** LAB's training phases, in their order (the model card's reading: all skills in the last). */
export const phases = ['knowledge_short', 'knowledge_long', 'skills'] as const;
export type Phase = (typeof phases)[number];

export const phaseNames = {
  knowledge_short: 'Knowledge, short',
  knowledge_long: 'Knowledge, long',
  skills: 'Skills',
} as const satisfies Record<Phase, string>;
