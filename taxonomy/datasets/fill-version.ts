import type { Database, Db } from '@/prisma/client';
import { contentHashOf } from './content-hash';
import type { Recipe } from './contract-recipe';
import { dataCard } from './data-card';
import { buildManifest } from './manifest';
import { countReplayed, planVersion } from './plan-version';
import { nothingChosen } from './publish';
import { sealVersion, type StoredVersion } from './repository';
import { chooseSamples, deleteRows, fingerprintChosenTable, pickSamples, tallyChosenTable } from './repository-fill';
import {
  beginPlacing,
  countPlaced,
  countSource,
  endPlacing,
  numberPassages,
  placeOwnRows,
  placeReplayed,
  selectPlacedLeaves,
  writeLeaves,
  writePhase,
} from './repository-place';
import { chosenLeaves, leafPathsOf } from './scope';
import { holdOut } from './splits/hold-out';
import { isSplit } from './splits/is-split';

const TRANSACTION = { timeout: 3_600_000, maxWait: 30_000 };

/**
 * Collects a version's rows and publishes it in one transaction, so that interruptions never leave half a version.
 * `close` runs in the same transaction.
 *
 * @throws DomainError `invalid` when nothing is approved any more.
 */
export async function fillVersion(
  db: Database,
  version: StoredVersion,
  { signal, close }: { signal: AbortSignal; close: (tx: Db) => Promise<void> },
): Promise<void> {
  await db.$transaction(async (tx) => {
    const { recipe } = version;
    await deleteRows(tx, version.id);
    const leaves = await chosenLeaves(tx, version.taxonomyId, recipe.scope);
    await chooseSamples(tx, leaves, recipe);
    const { targets } = planVersion(recipe, leaves, await tallyChosenTable(tx));
    if ((await pickSamples(tx, targets, recipe)) === 0) throw nothingChosen(recipe);
    signal.throwIfAborted();
    if (isSplit(recipe)) await holdOut(tx, recipe, signal);
    await placeRows(tx, recipe, signal);
    for (const phase of recipe.phases.keys()) {
      signal.throwIfAborted();
      await writePhase(tx, version.id, phase, recipe);
    }
    const paths = await leafPathsOf(tx, await selectPlacedLeaves(tx));
    await writeLeaves(tx, version.id, { paths, phases: recipe.phases.length });
    const contentHash = await contentHashOf(tx, { versionId: version.id, recipe, signal });
    const manifest = await buildManifest(tx, version, { contentHash, chosen: await fingerprintChosenTable(tx) });
    signal.throwIfAborted();
    await sealVersion(tx, version.id, { manifest, card: dataCard(manifest) });
    await close(tx);
  }, TRANSACTION);
}

async function placeRows(tx: Db, recipe: Recipe, signal: AbortSignal): Promise<void> {
  const { phases } = recipe;
  await beginPlacing(tx);
  if (phases.some(({ replay }) => replay.some((rule) => rule.as === 'raft'))) await numberPassages(tx);
  for (const [phase, { takes, replay }] of phases.entries()) {
    signal.throwIfAborted();
    await placeOwnRows(tx, phases, phase);
    const own = await countPlaced(tx, phase);
    // A phase that takes samples and has none replays nothing: training on it would only repeat the phases before it.
    if (own.rows === 0 && takes.length > 0) continue;
    const replays = [];
    for (const rule of replay)
      replays.push({ amount: rule.amount, source: await countSource(tx, rule, { phases, phase }) });
    for (const [place, count] of countReplayed(own, replays).entries())
      if (count > 0) await placeReplayed(tx, { phase, place, count, recipe });
  }
  await endPlacing(tx);
}
