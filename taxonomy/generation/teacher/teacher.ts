import { DomainError } from '../../errors';
import type { Message } from '../message';
import type { SaidLimit } from './pace';

/** One answer of a teacher. Tokens are the server's own count, or an estimate when it sends none. */
export type Completion = {
  text: string;
  /** The model's thinking before it answered, if the server shows it; otherwise ''. Never read as the answer. */
  thought: string;
  /** `length`: cut off at the token limit. `thinking`: the tokens were used up before the answer began. */
  finishReason: string | null;
  promptTokens: number;
  /** The part of `promptTokens` that the server took from its cache, as far as it says. */
  cachedTokens: number;
  completionTokens: number;
  latencyMs: number;
  /** The model that the server says answered. */
  model: string;
};

/** A JSON schema that an answer has to follow, at servers that can. */
export type AnswerFormat = { readonly name: string; readonly schema: Record<string, unknown> };

export type CompletionRequest = {
  messages: Message[];
  temperature: number;
  maxTokens: number;
  seed?: number;
  format?: AnswerFormat;
  /** An earlier try used up its tokens thinking: `maxTokens` are for the answer, and thinking gets its own. */
  needsRoomToThink?: boolean;
};

/** A request that a server refused: its message in one line, and its raw body. */
export type Refusal = { said: string; body: string };

export type CompleteOptions = {
  /** A shorter time limit than the teacher's own. */
  timeoutMs?: number | null;
  /** Receives what the server says of its limits, when one of them is used up. */
  onLimit?: (said: SaidLimit) => void;
  /**
   * Receives the answer so far, without the model's thinking, as it comes. What it received may change: only the
   * completion is final. A server that cannot stream answers in one piece, without a call of this.
   */
  onText?: (soFar: string) => void;
};

/** A model server. An adapter throws nothing but TeacherError, or the signal's reason when aborted. */
export interface TeacherClient {
  complete(request: CompletionRequest, signal: AbortSignal, options?: CompleteOptions): Promise<Completion>;
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

/** Every failure of a teacher, whatever its provider. Only adapters create one. */
export class TeacherError extends DomainError {
  override readonly name = 'TeacherError';

  constructor(
    readonly kind: TeacherErrorKind,
    message: string,
    readonly options: { retryAfterMs?: number; cause?: unknown; refusal?: Refusal } = {},
  ) {
    super('unavailable', message, options);
  }

  /** Whether the same request may succeed later: the server was busy, unreachable, or sent a garbled answer. */
  get isRetryable(): boolean {
    return retryable.has(this.kind);
  }

  /** Whether the teacher has worked on the request, or may have: then it counts towards the budget. */
  get isBillable(): boolean {
    return this.kind === 'timeout' || this.kind === 'bad_answer' || this.kind === 'only_thought';
  }
}
