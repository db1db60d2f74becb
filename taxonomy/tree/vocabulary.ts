/** The three branches of LAB's taxonomy, in the order in which they are shown. */
export const branches = ['knowledge', 'foundational_skills', 'compositional_skills'] as const;
export type Branch = (typeof branches)[number];

export const branchNames = {
  knowledge: 'Knowledge',
  foundational_skills: 'Foundational skills',
  compositional_skills: 'Compositional skills',
} as const satisfies Record<Branch, string>;

/** What a leaf asks of a teacher, and so which pipeline it runs through. */
export const leafKinds = ['freeform', 'grounded', 'knowledge'] as const;
export type LeafKind = (typeof leafKinds)[number];

export const leafKindNames = {
  freeform: 'Freeform skill',
  grounded: 'Grounded skill',
  knowledge: 'Knowledge',
} as const satisfies Record<LeafKind, string>;
