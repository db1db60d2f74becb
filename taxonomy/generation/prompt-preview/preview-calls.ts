import { setTimeout as sleep } from 'node:timers/promises';
import type { Price } from '../contract-prices';
import { withOwnCode, type Fence } from '../prompts/prompt';
import type { ResolvedPrompt } from '../runs/prompts';
import type { AskOptions } from '../steps/step';
import { costOf, microsOf } from '../teacher/prices';
import { TeacherError, type Completion, type CompletionRequest, type TeacherClient } from '../teacher/teacher';

const TRIES = 3;
const LONGEST_PAUSE_MS = 10_000;

/** The calls of one preview, asked as a run asks them but written to no journal. It counts what they cost. */
export class PreviewCalls {
  private readonly spent = { calls: 0, promptTokens: 0, completionTokens: 0 };
  private picos = 0n;

  constructor(
    private readonly client: TeacherClient,
    private readonly price: Price | null,
    private readonly run: { seed: string; fence: Fence },
    private readonly signal: AbortSignal,
  ) {}

  /** What was spent so far; the cost is null when the teacher's price is unknown. */
  get cost() {
    return { ...this.spent, cost: this.price && microsOf(this.picos) };
  }

  messagesOf<Values>(prompt: ResolvedPrompt<Values>, values: Values, key: string): CompletionRequest['messages'] {
    const { seed, fence } = this.run;
    return withOwnCode(prompt.render(values, fence), seed, fence, key);
  }

  /** @throws TeacherError when there is no answer after three tries. */
  async ask<Values>(
    prompt: ResolvedPrompt<Values>,
    values: Values,
    { temperature, maxTokens, seed }: AskOptions,
    key: string,
  ): Promise<Completion> {
    const request: CompletionRequest = {
      messages: this.messagesOf(prompt, values, key),
      temperature: temperature ?? prompt.temperature,
      maxTokens: Math.min(maxTokens ?? prompt.maxTokens, prompt.maxTokens),
      ...(seed === undefined ? {} : { seed }),
    };
    const answer = await this.patiently(request);
    return answer.finishReason === 'thinking' ? this.patiently({ ...request, needsRoomToThink: true }) : answer;
  }

  private async patiently(request: CompletionRequest): Promise<Completion> {
    for (let tries = 1; ; tries += 1) {
      try {
        const completion = await this.client.complete(request, this.signal);
        this.count(completion);
        return completion;
      } catch (error) {
        if (!(error instanceof TeacherError) || !error.isRetryable || tries === TRIES) throw error;
        const waitMs = Math.min(error.options.retryAfterMs ?? 1_000 * tries, LONGEST_PAUSE_MS);
        await sleep(waitMs, undefined, { signal: this.signal });
      }
    }
  }

  private count(completion: Completion): void {
    this.spent.calls += 1;
    this.spent.promptTokens += completion.promptTokens;
    this.spent.completionTokens += completion.completionTokens;
    if (this.price) this.picos += costOf(this.price, completion);
  }
}
