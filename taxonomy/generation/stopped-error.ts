/**
 * The run may make no more calls: it was cancelled or stopped, its budget is used up, or this worker is shutting down.
 * The item itself is fine.
 */
export class StoppedError extends Error {
  override readonly name = 'StoppedError';
}
