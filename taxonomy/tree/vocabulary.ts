/** The three branches of LAB's taxonomy, in display order. */
export const branches = ['knowledge', 'foundational_skills', 'compositional_skills'] as const;
export type Branch = (typeof branches)[number];

export const branchNames = {
  knowledge: 'Knowledge',
  foundational_skills: 'Foundational skills',
  compositional_skills: 'Compositional skills',
} as const satisfies Record<Branch, string>;

/** The kinds of leaves; each has its own pipeline. */
export const leafKinds = ['freeform', 'grounded', 'knowledge'] as const;
export type LeafKind = (typeof leafKinds)[number];

export const leafKindNames = {
  freeform: 'Freeform skill',
  grounded: 'Grounded skill',
  knowledge: 'Knowledge',
} as const satisfies Record<LeafKind, string>;

/** Maximum characters of a node's name. */
export const maxNodeName = 200;

/** A name as it is stored: in NFC, so that names that look the same are equal, and trimmed. */
export const tidyName = (name: string): string => name.normalize().trim();

/** What is wrong with a name after `tidyName`, or null. The database checks the same. */
export function nodeNameFault(name: string): string | null {
  if (name === '') return 'Enter a name.';
  if (name.length > maxNodeName) return `A name has at most ${maxNodeName} characters; this one has ${name.length}.`;
  if (/[/\\]/.test(name)) return 'A name cannot contain a slash.';
  if (name === '.' || name === '..') return 'A name cannot be “.” or “..”.';
  return name.includes('\0') ? 'A name cannot contain the character U+0000.' : null;
}
