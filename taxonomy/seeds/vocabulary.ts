/** How many seed examples InstructLab's version 3 asks of a leaf, and questions of a knowledge seed. */
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
