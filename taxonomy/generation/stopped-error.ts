/** The run may make no more calls: cancelled, over its budget, stopped, or this worker shuts down. Nothing is wrong with the item. */
export class StoppedError extends Error {
  override readonly name = 'StoppedError';
}
