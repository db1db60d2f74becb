import type { Db } from '@/prisma/client';
import { countPassages, listPassageIds } from '../../documents/passages';
import { contentsOf } from '../../seeds/for-run';
import { getTheTaxonomy } from '../../tree/nodes';
import type { ItemInput, Pipeline } from '../pipelines/define-pipeline';
import { pipelineNamed } from '../pipelines/registry';
import { meanTokensOf } from '../runs/plan-run';
import { seedPool } from '../runs/seed-pool';
import { interleave, queueItems } from '../runs/queue-items';
import type { LockedRun } from '../runs/repository-runs';
import { lowYield } from '../vocabulary';
import { addToRun, selectShortLeaves, setWaves, type ShortLeaf, type Wave } from './repository-waves';

/** The leaves whose seeds are in memory at once. */
const LEAVES_AT_ONCE = 200;

type WaveOfLeaf = Pick<ShortLeaf, 'leafId' | 'pipeline'> & Wave;

/**
 * Asks the leaves again that have kept fewer samples than their target, in the caller's transaction, which has locked the
 * run. All its items have ended.
 *
 * Which leaves are asked again, and for how much, depends only on what the waves before kept. So the same random seed
 * gives the same samples, however many workers there are.
 *
 * @returns False when no leaf is left to ask: each has its target, or was stopped and says why.
 */
export async function planNextWave(tx: Db, run: LockedRun): Promise<boolean> {
  const short = await selectShortLeaves(tx, run.id);
  if (short.length === 0) return false;
  const waves: WaveOfLeaf[] = [];
  const pool = await seedPool(tx, {
    taxonomyId: (await getTheTaxonomy(tx)).id,
    scope: run.snapshot.scope ?? [],
    pipelines: [...new Set(short.map((leaf) => pipelineNamed(leaf.pipeline)))],
  });
  const planned: { leafId: string; pipeline: Pipeline; items: ItemInput[] }[] = [];
  for (let from = 0; from < short.length; from += LEAVES_AT_ONCE) {
    const leaves = short.slice(from, from + LEAVES_AT_ONCE);
    const contents = await contentsOf(tx, [...new Set(leaves.map(({ revisionId }) => revisionId))]);
    const passages = await countPassages(
      tx,
      leaves.map(({ leafId }) => leafId),
    );
    for (const leaf of leaves) {
      const { leafId, firstRound } = leaf;
      const content = contents.get(leaf.revisionId);
      const next = nextAsk(leaf);
      if (!content || next.stopped !== null) {
        waves.push({ ...leaf, ...next });
        continue;
      }
      const chunkIds = content.kind === 'knowledge' ? await listPassageIds(tx, leafId) : [];
      const pipeline = pipelineNamed(leaf.pipeline);
      const items = pipeline.plan(content, {
        target: next.waveAsked,
        firstRound,
        runSeed: run.seed,
        leafId,
        chunkIds,
        tokens: meanTokensOf(content, passages.get(leafId)),
        pool,
      });
      const asked = items.reduce((sum, { bound }) => sum + bound.samples, 0);
      const stopped = items.length === 0 ? 'It has no passages any more.' : null;
      waves.push({ ...leaf, ...next, waveAsked: Math.min(next.waveAsked, asked), itemsAdded: items.length, stopped });
      if (items.length > 0) planned.push({ leafId, pipeline, items: items.map(({ input }) => input) });
    }
  }
  await setWaves(tx, run.id, waves);
  const items = interleave(planned);
  await queueItems(tx, run.id, items, { firstOrdinal: run.itemsTotal, isTrial: false });
  const progressFrom = { at: new Date().toISOString(), items: run.itemsTotal };
  await addToRun(tx, run.id, items.length, { ...run.snapshot, progressFrom });
  return items.length > 0;
}

/**
 * How much to ask a leaf for, from the yield of its last wave: what is missing divided by it, but at most twice as much
 * as last time. After `lowYield.asked` samples of which too few passed, it is stopped.
 */
export function nextAsk(leaf: Omit<ShortLeaf, 'leafId' | 'pipeline' | 'revisionId' | 'firstRound'>): Wave {
  const { target, samplesKept, keptBefore, waveAsked } = leaf;
  const kept = samplesKept - keptBefore;
  const share = kept / Math.max(1, waveAsked);
  const isLow = share < lowYield.share;
  const lowYieldAsked = isLow ? leaf.lowYieldAsked + waveAsked : 0;
  const wave = { keptBefore: samplesKept, lowYieldAsked, itemsAdded: 0 };
  if (isLow && lowYieldAsked >= lowYield.asked) {
    const said = `${kept} of the last ${waveAsked} samples passed, fewer than ${lowYield.share * 100} %.`;
    return { ...wave, waveAsked, stopped: said };
  }
  const wanted = Math.ceil((target - samplesKept) / Math.max(share, lowYield.share));
  return { ...wave, waveAsked: Math.min(wanted, Math.max(2 * waveAsked, lowYield.asked)), stopped: null };
}
