import { LRUCache } from 'lru-cache';
import type { Database } from '@/prisma/client';
import { getPassages } from '../../documents/passages';
import { closeJob, type ClaimedJob } from '../../jobs/queue';
import type { LeafContent } from '../../seeds/contract';
import { contentsOf } from '../../seeds/for-run';
import { selectItems, type ItemRow } from './repository-items';
import { selectRunLeaves } from '../runs/repository-runs';
import type { LoadedItem } from './work-on-item';

const MAX_CONTENTS_KEPT = 300;

/** The contents of the leaves that a worker used recently. Revisions never change, so these cannot become outdated. */
export class LeafContents {
  private readonly contents = new LRUCache<string, LeafContent>({ max: MAX_CONTENTS_KEPT });

  async get(db: Database, revisionIds: readonly string[]): Promise<ReadonlyMap<string, LeafContent>> {
    const found = new Map<string, LeafContent>();
    for (const id of new Set(revisionIds)) {
      const content = this.contents.get(id);
      if (content) found.set(id, content);
    }
    const missing = [...new Set(revisionIds)].filter((id) => !found.has(id));
    for (const [id, content] of missing.length > 0 ? await contentsOf(db, missing) : []) {
      this.contents.set(id, content);
      found.set(id, content);
    }
    return found;
  }
}

/** Loads what a batch of claimed items needs, in a few queries for all of them. Jobs without an item are closed. */
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
  const leafOf = new Map(leaves.map((leaf) => [leaf.leafId, leaf]));
  const poolOf = ({ input }: ItemRow) => (input.pool ?? []).flat().map(({ revisionId }) => revisionId);
  const contentOf = await contents.get(db, [
    ...leaves.map(({ revisionId }) => revisionId),
    ...[...items.values()].flatMap(poolOf),
  ]);
  const chunkIds = [...items.values()].flatMap(({ input }) => input.chunkId ?? []);
  const passages = chunkIds.length > 0 ? await getPassages(db, [...new Set(chunkIds)]) : new Map();

  const loaded: LoadedItem[] = [];
  for (const job of jobs) {
    const item = items.get(job.id);
    const leaf = item && leafOf.get(item.leafId);
    const content = leaf && contentOf.get(leaf.revisionId);
    if (item && leaf && content) {
      const passage = item.input.chunkId === null ? null : (passages.get(item.input.chunkId) ?? null);
      const { revisionId, safetyOff, thresholds, answerStyle } = leaf;
      const settings = { safetyOff, thresholds, answerStyle };
      loaded.push({ job, item, revisionId, content, ...settings, passage, contents: contentOf });
    } else {
      await closeJob(db, job);
    }
  }
  return loaded;
}
