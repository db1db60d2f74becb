import { LRUCache } from 'lru-cache';
import type { Database } from '@/prisma/client';
import { getPassages } from '../../documents/passages';
import { closeJob, type ClaimedJob } from '../../jobs/queue';
import type { LeafContent } from '../../seeds/contract';
import { contentsOf } from '../../seeds/for-run';
import { textsById } from '../prompt-texts/for-runs';
import { selectItems, type ItemRow } from './repository-items';
import { selectRunLeaves } from '../runs/repository-runs';
import type { LoadedItem } from './work-on-item';

const MAX_CONTENTS_KEPT = 300;

/**
 * The contents and own prompt texts of the leaves that a worker used recently. Revisions and texts never change, so these
 * cannot become outdated.
 */
export class LeafContents {
  private readonly contents = new LRUCache<string, LeafContent>({ max: MAX_CONTENTS_KEPT });
  private readonly texts = new LRUCache<string, string>({ max: MAX_CONTENTS_KEPT });

  get(db: Database, revisionIds: readonly string[]): Promise<ReadonlyMap<string, LeafContent>> {
    return known(this.contents, revisionIds, (missing) => contentsOf(db, missing));
  }

  textsOf(db: Database, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    return known(this.texts, ids, (missing) => textsById(db, missing));
  }
}

/** The values of these ids, of which only the missing ones are loaded. */
async function known<Value extends object | string>(
  kept: LRUCache<string, Value>,
  ids: readonly string[],
  load: (missing: string[]) => Promise<ReadonlyMap<string, Value>>,
): Promise<ReadonlyMap<string, Value>> {
  const found = new Map<string, Value>();
  for (const id of new Set(ids)) {
    const value = kept.get(id);
    if (value !== undefined) found.set(id, value);
  }
  const missing = [...new Set(ids)].filter((id) => !found.has(id));
  for (const [id, value] of missing.length > 0 ? await load(missing) : []) {
    kept.set(id, value);
    found.set(id, value);
  }
  return found;
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
  const textOf = await contents.textsOf(
    db,
    leaves.flatMap(({ promptTexts }) => Object.values(promptTexts)),
  );
  const chunkIds = [...items.values()].flatMap(({ input }) => input.chunkId ?? []);
  const passages = chunkIds.length > 0 ? await getPassages(db, [...new Set(chunkIds)]) : new Map();

  const loaded: LoadedItem[] = [];
  for (const job of jobs) {
    const item = items.get(job.id);
    const leaf = item && leafOf.get(item.leafId);
    const content = leaf && contentOf.get(leaf.revisionId);
    if (item && leaf && content) {
      const passage = item.input.chunkId === null ? null : (passages.get(item.input.chunkId) ?? null);
      const { revisionId, safetyOff, thresholds, answerStyle, leafName } = leaf;
      const texts = new Map(Object.entries(leaf.promptTexts).map(([prompt, id]) => [prompt, textOf.get(id)]));
      const ofPrompts = { values: { name: leafName, content }, texts };
      const settings = { safetyOff, thresholds, answerStyle, ofPrompts };
      loaded.push({ job, item, revisionId, content, ...settings, passage, contents: contentOf });
    } else {
      await closeJob(db, job);
    }
  }
  return loaded;
}
