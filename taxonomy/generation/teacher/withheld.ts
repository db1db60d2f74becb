import type { Completion, Refusal } from './teacher';

/** Whether a refusal is about the content of the request: Azure says so with a 400, others with an empty answer. */
export const isWithheld = ({ body }: Refusal): boolean =>
  /"code"\s*:\s*"(?:content_filter|ResponsibleAIPolicyViolation)"/.test(body.slice(0, 20_000));

/** Such a refusal as the empty answer that other servers send. The prompt was read, so its tokens count, as estimated. */
export const withheldAnswer = (model: string, promptBytes: number, latencyMs: number): Completion => ({
  text: '',
  thought: '',
  finishReason: 'content_filter',
  promptTokens: Math.ceil(promptBytes / 4),
  cachedTokens: 0,
  completionTokens: 0,
  latencyMs,
  model,
});
