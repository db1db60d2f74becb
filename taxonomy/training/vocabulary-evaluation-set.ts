/** The two kinds of questions of an evaluation set. */
export const questionKinds = ['choices', 'answers'] as const;
export type QuestionKind = (typeof questionKinds)[number];

export const evaluationSetLimits = {
  /** Questions of one leaf, when nobody says how many. */
  perLeaf: 100,
  mostPerLeaf: 1_000,
  /** Questions of a set. They are in memory together. */
  questions: 10_000,
  /** UTF-8 bytes of a passage, a question and its answer together. */
  questionBytes: 8_000,
} as const;
