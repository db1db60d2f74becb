import { DomainError } from '../../errors';

/** One answer of a teacher. Tokens are what the server counted; 0 when it does not say. */
export type Completion = {
  text: string;
  /** `length` means that the answer was cut off at `maxTokens`. */
  finishReason: string | null;
  promptTokens: number;
  completionTokens: number;
  latencyMs: number;
  /** The model that the server says has answered. */
  model: string;
};

export type CompletionRequest = {
  messages: { role: 'system' | 'user' | 'assistant'; content: string }[];
  temperature: number;
  maxTokens: number;
  seed?: number;
};

/** Any model that can be asked. An adapter throws nothing but TeacherError, or the signal's reason when aborted. */
export interface TeacherClient {
  complete(request: CompletionRequest, signal: AbortSignal): Promise<Completion>;
}

export type TeacherErrorKind =
  'rate_limit' | 'timeout' | 'overloaded' | 'unreachable' | 'auth' | 'too_long' | 'bad_answer' | 'refused_request';

const retryable: ReadonlySet<TeacherErrorKind> = new Set([
  'rate_limit',
  'timeout',
  'overloaded',
  'unreachable',
  'bad_answer',
]);

/** Every failure of a teacher, whatever its provider. Only adapters make one. */
export class TeacherError extends DomainError {
  override readonly name = 'TeacherError';

  constructor(
    readonly kind: TeacherErrorKind,
    message: string,
    readonly options: { retryAfterMs?: number; cause?: unknown } = {},
  ) {
    super('unavailable', message, options);
  }

  /** Whether the same request may go well later: the server was busy, away, or garbled an answer. */
  get isRetryable(): boolean {
    return retryable.has(this.kind);
  }
}
