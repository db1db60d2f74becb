/** Characters of a prompt's text. The longest built-in one has about 1,700. */
export const maxPromptText = 20_000;

/** Where the text of a prompt may come from; each goes before those to its left. */
export const promptSources = ['built_in', 'taxonomy', 'leaf'] as const;
export type PromptSource = (typeof promptSources)[number];
