/** What a caller can act on. HTTP is not among it: app/api/handle.ts maps these to status codes. */
export type ErrorCode =
  'invalid' | 'unauthenticated' | 'forbidden' | 'not_found' | 'conflict' | 'rate_limited' | 'unavailable';

/**
 * A failure that was foreseen. `message` is for a person: what happened, where, and what to do next.
 * `detail` goes to the caller as JSON (the other version in a conflict, the places in an invalid file).
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

/** What was thrown, in the last line of its message: Prisma's first ones say only where it was called. */
export const messageOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).trim().split('\n').at(-1) ?? '';
