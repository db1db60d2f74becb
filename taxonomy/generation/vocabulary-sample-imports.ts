/** The pipeline of samples that no teacher made. */
export const importedPipeline = 'imported';

/** Why rows of a file do not become samples of a leaf. */
export const importRefusals = {
  not_a_pair: 'No question with an answer',
  empty: 'Empty',
  too_long: 'Too long',
  invisible: 'Invisible characters',
  no_context: 'No context',
  duplicate: 'Equal to a sample of the leaf',
  near_duplicate: 'Nearly the same as a seed or a sample of the leaf',
  contaminated: 'Like a text of an evaluation set',
} as const;
export type ImportRefusal = keyof typeof importRefusals;
export const importRefusalNames = Object.keys(importRefusals) as [ImportRefusal, ...ImportRefusal[]];

export const sampleImportStates = ['adding', 'done', 'cancelled', 'failed'] as const;
export type SampleImportState = (typeof sampleImportStates)[number];

/** Nobody reviews more rows of one leaf. */
export const maxImportedSamples = 100_000;
