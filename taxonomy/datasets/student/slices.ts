/** Parts of a list with at most `count` entries and about `size` in total. An entry is never divided. */
export function* slicesOf<T>(
  list: readonly T[],
  sizeOf: (entry: T) => number,
  { count, size }: { count: number; size: number },
): Generator<T[]> {
  let slice: T[] = [];
  let sum = 0;
  for (const entry of list) {
    const next = sizeOf(entry);
    if (slice.length > 0 && (slice.length >= count || sum + next > size)) {
      yield slice;
      slice = [];
      sum = 0;
    }
    slice.push(entry);
    sum += next;
  }
  if (slice.length > 0) yield slice;
}
