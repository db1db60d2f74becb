import type { Database } from '@/prisma/client';
import { getPassages } from '../../documents/passages';
import { closeJob, type ClaimedJob } from '../../jobs/queue';
import type { LeafContent } from '../../seeds/contract';
import { contentsOf } from '../../seeds/for-run';
import { selectItems } from './repository-items';
import { selectRunLeaves } from '../runs/repository-runs';
import type { LoadedItem } from './work-on-item';

const MOST_CONTENTS_KEPT = 300;

/** The contents of leaves that a worker has lately worked on; revisions never change, so neither do these. */
export class LeafContents {
  private readonly contents = new Map<string, LeafContent>();

  async get(db: Database, revisionIds: readonly string[]): Promise<ReadonlyMap<string, LeafContent>> {
    const missing = [...new Set(revisionIds)].filter((id) => !this.contents.has(id));
    const found = new Map(missing.length > 0 ? await contentsOf(db, missing) : []);
    for (const id of revisionIds) {
      const content = this.contents.get(id);
      if (content) found.set(id, content);
    }
    for (const [id, content] of found) this.contents.set(id, content);
    for (const id of this.contents.keys()) {
      if (this.contents.size <= MOST_CONTENTS_KEPT) break;
      this.contents.delete(id);
    }
    return found;
  }
}

/** Reads what a block of claimed items needs, in a few queries for all of them. Jobs without an item to work on are closed. */
export async function loadItems(
  db: Database,
  runId: string,
  jobs: readonly ClaimedJob[],
  contents: LeafContents,
): Promise<LoadedItem[]> {
  const items = new Map(
    (
      await selectItems(
        db,
        jobs.map(({ id }) => id),
      )
    ).map((item) => [item.id, item]),
  );
  const leaves = await selectRunLeaves(db, runId, [...new Set([...items.values()].map(({ leafId }) => leafId))]);
  const revisions = new Map(leaves.map(({ leafId, revisionId }) => [leafId, revisionId]));
  const contentOf = await contents.get(db, [...revisions.values()]);
  const chunkIds = [...items.values()].flatMap(({ input }) => input.chunkId ?? []);
  const passages = chunkIds.length > 0 ? await getPassages(db, [...new Set(chunkIds)]) : new Map();

  const loaded: LoadedItem[] = [];
  for (const job of jobs) {
    const item = items.get(job.id);
    const revisionId = item && revisions.get(item.leafId);
    const content = revisionId === undefined ? undefined : contentOf.get(revisionId);
    if (item && revisionId !== undefined && content) {
      const passage = item.input.chunkId === null ? null : (passages.get(item.input.chunkId) ?? null);
      loaded.push({ job, item, revisionId, content, passage });
    } else {
      await closeJob(db, job);
    }
  }
  return loaded;
}
