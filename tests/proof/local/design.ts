/** Everything that was settled before the first full run. What each number means is on the page (page.ts). */
export const design = {
  seed: 'proof-local-2',
  /** Prompts that count for each leaf, in each arm. */
  promptsPerLeaf: 20,
  seedsShown: 3,
  rowsWanted: 3,
  /** The most tokens of an answer: 60 for each row. */
  mostTokens: 180,
  /** An F of ROUGE-L over this makes two rows near-duplicates: the default of Seedleaf's runs. */
  nearDuplicate: 0.7,
  /** The least share of the seeds that the classifier must get right when each is left out. */
  leastRight: 0.95,
  /** A row is at least as near to a seed of its leaf as all but this share of the seeds are to another of theirs. */
  farthestShare: 0.05,
  leastSimilarity: 0.3,
  bootstraps: 2_000,
} as const;

/** Which seeds a prompt shows is the only difference between the arms. */
export const arms = ['local', 'uniform', 'balanced'] as const;
export type Arm = (typeof arms)[number];

export const armLabels: Record<Arm, string> = {
  local: 'Leaf-local',
  uniform: 'Uniform',
  balanced: 'Balanced pool',
};
