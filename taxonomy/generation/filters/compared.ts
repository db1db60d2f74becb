import type { Db } from '@/prisma/client';
import type { LeafContent } from '../../seeds/contract';
import { contentsOf } from '../../seeds/for-run';
import type { NearDuplicates } from '../contract';
import { findFolderOf, selectComparedLeaves, selectComparedTexts, selectNewestSeq } from './repository-compared';
import { selectWrittenTexts, type WrittenText } from './repository';

/** Whether rows are compared with those of other leaves, too. */
export const isAcrossLeaves = (nearDuplicates: NearDuplicates): boolean =>
  nearDuplicates !== null && nearDuplicates.within !== 'leaf';

/** Seeds of a leaf, as they were when the run started. */
export type SeedsOfLeaf = { leafId: string; content: LeafContent };

/** What new rows are compared with. Nothing is added to it while it is read. */
export type Compared = {
  /** Equal for the same seeds and samples. */
  key: string;
  seeds: (tx: Db) => AsyncGenerator<SeedsOfLeaf>;
  /** The samples that were added after this place, in pages; returns the place up to which all were read. */
  samples: (tx: Db, after: bigint) => AsyncGenerator<WrittenText[], bigint>;
};

const ROWS_PER_READ = 5_000;
const LEAVES_PER_READ = 200;

/** The row's own leaf. */
export const comparedInLeaf = (leafId: string, revisionId: string): Compared => ({
  key: `${leafId} ${revisionId}`,
  async *seeds(tx) {
    const content = (await contentsOf(tx, [revisionId])).get(revisionId);
    if (content) yield { leafId, content };
  },
  samples: (tx, after) => samplesOf(tx, [leafId], after),
});

/** All leaves that the run compares with each other, or those of the folder that the row's leaf is in. */
export async function comparedInRun(tx: Db, runId: string, leafId: string): Promise<Compared> {
  const folderId = await findFolderOf(tx, runId, leafId);
  const leaves = { runId, folderId };
  return {
    key: `${runId} ${folderId ?? ''}`,
    async *seeds(db) {
      for await (const page of pagesOf(db, leaves)) {
        const contents = await contentsOf(db, [...new Set(page.map(({ revisionId }) => revisionId))]);
        for (const { leafId: id, revisionId } of page) {
          const content = contents.get(revisionId);
          if (content) yield { leafId: id, content };
        }
      }
    },
    async *samples(db, after) {
      const newest = await selectNewestSeq(db);
      if (after < 0n) {
        for await (const page of pagesOf(db, leaves)) {
          yield* samplesOf(
            db,
            page.map(({ leafId: id }) => id),
            after,
          );
        }
        return newest;
      }
      // By their place among all samples: few were added since, and there may be thousands of leaves.
      for (let from = after; ;) {
        const rows = await selectComparedTexts(db, leaves, { after: from, limit: ROWS_PER_READ });
        yield rows;
        if (rows.length < ROWS_PER_READ) return newest;
        from = rows.at(-1)?.seq ?? from;
      }
    },
  };
}

async function* pagesOf(db: Db, leaves: { runId: string; folderId: string | null }) {
  for (let after = ''; ;) {
    const page = await selectComparedLeaves(db, leaves, { after, limit: LEAVES_PER_READ });
    yield page;
    if (page.length < LEAVES_PER_READ) return;
    after = page.at(-1)?.leafId ?? after;
  }
}

/** @returns The place of the last one; `after` when there is none. */
async function* samplesOf(tx: Db, leafIds: string[], after: bigint): AsyncGenerator<WrittenText[], bigint> {
  for (let from = after; ;) {
    const rows = await selectWrittenTexts(tx, leafIds, { after: from, limit: ROWS_PER_READ });
    yield rows;
    from = rows.at(-1)?.seq ?? from;
    if (rows.length < ROWS_PER_READ) return from;
  }
}
