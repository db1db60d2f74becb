/** What a probe finds out about a teacher's server, with its label on screens. */
export const capabilityLabels = {
  models: 'List of models',
  contextLength: 'Context length',
  system: 'System messages',
  streaming: 'Streaming',
  seed: 'Random seed',
  n: 'Several answers per request (n)',
  jsonSchema: 'JSON schema',
  logprobs: 'Log probabilities',
} as const;
export type CapabilityName = keyof typeof capabilityLabels;

export const capabilityNames = Object.keys(capabilityLabels) as CapabilityName[];

/** The chat requests of a probe, and the most tokens that each may answer with, besides those for thinking. */
export const probeLimits = { calls: 7, answerTokens: 128 } as const;

/** About what a probe costs, in micro-dollars. @param price Micro-dollars per million tokens. */
export function probeCost(price: { input: { base: number }; output: { base: number } }): number {
  const { calls, answerTokens } = probeLimits;
  const promptTokens = calls * 60;
  return Math.ceil((promptTokens * price.input.base + calls * answerTokens * price.output.base) / 1_000_000);
}
