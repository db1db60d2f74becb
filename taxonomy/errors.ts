/**
 * The kinds of errors that a caller can react to. They know nothing of HTTP: app/api/handle.ts maps them to status
 * codes.
 */
export type ErrorCode =
  'invalid' | 'unauthenticated' | 'forbidden' | 'not_found' | 'conflict' | 'rate_limited' | 'unavailable';

/**
 * An expected failure. `message` is for people: what happened, where, and what to do next. `detail` is sent to the
 * caller as JSON (the other version in a conflict, the positions in an invalid file).
 */
export class DomainError extends Error {
  override readonly name: string = 'DomainError';
  readonly detail: unknown;

  constructor(
    readonly code: ErrorCode,
    message: string,
    options?: { cause?: unknown; detail?: unknown },
  ) {
    super(message, options);
    this.detail = options?.detail;
  }
}

/** The last line of an error's message: Prisma's first lines only say where it was called. */
export const messageOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).trim().split('\n').at(-1) ?? '';
