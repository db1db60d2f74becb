/** LAB's training phases, in their order (the model card's reading: all skills in the last). */
export const phases = ['knowledge_short', 'knowledge_long', 'skills'] as const;
export type Phase = (typeof phases)[number];

export const phaseNames = {
  knowledge_short: 'Knowledge, short',
  knowledge_long: 'Knowledge, long',
  skills: 'Skills',
} as const satisfies Record<Phase, string>;

/** What people write about a dataset, in the order of its data card. */
export const aboutKeys = ['intendedUse', 'limits', 'licence', 'contact'] as const;

export const aboutNames = {
  intendedUse: 'Intended use',
  limits: 'Limits and risks',
  licence: 'Licence',
  contact: 'Contact',
} as const satisfies Record<(typeof aboutKeys)[number], string>;

/** How much a later phase repeats, in words that fit behind “Replay:”. */
export function replayWords(fraction: number): string {
  if (fraction === 0) return 'none';
  return fraction === 1
    ? 'all rows of each earlier phase'
    : `${Number((fraction * 100).toFixed(4))} % of the rows of each earlier phase`;
}

/** Which earlier phases a phase repeats. */
export const replaySources = {
  knowledge_short: [],
  knowledge_long: ['knowledge_short'],
  skills: ['knowledge_short', 'knowledge_long'],
} as const satisfies Record<Phase, readonly Phase[]>;
