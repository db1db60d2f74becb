import { DomainError } from '../../errors';
import type { Message } from '../message';

/** One answer of a teacher. Tokens are what the server counted; 0 when it does not say. */
export type Completion = {
  text: string;
  /** What the model thought before it answered, where the server shows it; '' else. Never read as answer. */
  thought: string;
  /** `length`: cut off at the limit of tokens. `thinking`: they were used up before the answer began. */
  finishReason: string | null;
  promptTokens: number;
  completionTokens: number;
  latencyMs: number;
  /** The model that the server says has answered. */
  model: string;
};

export type CompletionRequest = {
  messages: Message[];
  temperature: number;
  maxTokens: number;
  seed?: number;
  /** An earlier try used up its tokens thinking: `maxTokens` are for the answer, and the thought gets its own. */
  needsRoomToThink?: boolean;
};

/** A request that a server refused: its message in one line, and its raw body. */
export type Refusal = { said: string; body: string };

/** Any model that can be asked. An adapter throws nothing but TeacherError, or the signal's reason when aborted. */
export interface TeacherClient {
  complete(request: CompletionRequest, signal: AbortSignal): Promise<Completion>;
}

export type TeacherErrorKind =
  | 'rate_limit'
  | 'timeout'
  | 'overloaded'
  | 'loading'
  | 'unreachable'
  | 'auth'
  | 'too_long'
  | 'bad_answer'
  | 'only_thought'
  | 'refused_request';

const retryable: ReadonlySet<TeacherErrorKind> = new Set([
  'rate_limit',
  'timeout',
  'overloaded',
  'loading',
  'unreachable',
  'bad_answer',
]);

/** Every failure of a teacher, whatever its provider. Only adapters make one. */
export class TeacherError extends DomainError {
  override readonly name = 'TeacherError';

  constructor(
    readonly kind: TeacherErrorKind,
    message: string,
    readonly options: { retryAfterMs?: number; cause?: unknown; refusal?: Refusal } = {},
  ) {
    super('unavailable', message, options);
  }

  /** Whether the same request may go well later: the server was busy, away, or garbled an answer. */
  get isRetryable(): boolean {
    return retryable.has(this.kind);
  }

  /** Whether the teacher has worked on it, or may have: then it counts towards the budget. */
  get isBought(): boolean {
    return this.kind === 'timeout' || this.kind === 'bad_answer' || this.kind === 'only_thought';
  }
}
