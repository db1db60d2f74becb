/** The answer was requested and comes later. Nothing is wrong: the item sleeps until then. */
export class WaitingError extends Error {
  override readonly name = 'WaitingError';
}
