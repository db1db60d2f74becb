/** How many seed examples a leaf and questions a knowledge seed should have, by version 3 of InstructLab's schema. */
export const seedsWanted = 5;
export const questionsWanted = 3;

/** Licences that the InstructLab taxonomy accepts for documents. */
export const acceptedLicences = [
  'CC0-1.0',
  'CDLA-Permissive-2.0',
  'CC-BY-4.0',
  'CC-BY-SA-4.0',
  'Apache-2.0',
  'MIT',
] as const;

// Limits far above real leaves, so that no request can exhaust memory.
/** Characters of one line, such as a domain or a link. */
export const maxLine = 2_000;
/** Characters of a context, question or answer. */
export const maxText = 200_000;
export const maxSeeds = 1_000;
export const maxQuestions = 100;
export const maxPatterns = 100;
/** Characters of a name, a commit and a file pattern. */
export const maxName = 200;
export const maxPattern = 500;
