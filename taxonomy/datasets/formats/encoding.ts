/** Pieces of a file in order, and how many rows they hold. */
export type Written = { chunks: readonly (string | Uint8Array)[]; rows: number };

/** How records become a file. */
export type Encoding<R> = {
  /** The line before the first record. */
  head?: string;
  /** A record as written; of files of bytes, as JSON. */
  show: (record: R) => string;
  /** A shown record as it was before. Throws when it cannot be read. */
  read: (shown: string) => unknown;
  write: (batches: AsyncIterable<R[]>) => AsyncGenerator<Written>;
};

/** A file of texts: one for each record, and one before them. */
export const textEncoding = <R>({ head, show, read }: Pick<Encoding<R>, 'head' | 'show' | 'read'>): Encoding<R> => ({
  ...(head === undefined ? {} : { head }),
  show,
  read,
  async *write(batches) {
    let isFirst = true;
    for await (const records of batches) {
      if (isFirst && head !== undefined) yield { chunks: [head], rows: 0 };
      isFirst = false;
      yield { chunks: records.map(show), rows: records.length };
    }
  },
});
