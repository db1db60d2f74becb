/** The answer was asked for and comes later. Nothing is wrong: the item sleeps until then. */
export class WaitingError extends Error {
  override readonly name = 'WaitingError';
}
