import type { Database, Db } from '@/prisma/client';
import { contentHashOf } from './content-hash';
import type { Recipe } from './contract-recipe';
import { dataCard } from './data-card';
import { buildManifest } from './manifest';
import { countReplayed, planVersion } from './plan-version';
import { nothingChosen } from './publish';
import { sealVersion, type StoredVersion } from './repository';
import {
  chooseSamples,
  countPlaced,
  countSource,
  deleteRows,
  fingerprintChosenTable,
  numberPassages,
  pickSamples,
  placeOwnRows,
  placeReplayed,
  selectLeaves,
  tallyChosenTable,
  writeLeaves,
  writePhase,
} from './repository-fill';
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
    await writeRows(tx, version.id, recipe, signal);
    const paths = await leafPathsOf(tx, await selectLeaves(tx, version.id));
    await writeLeaves(tx, version.id, { paths, phases: recipe.phases.length });
    const contentHash = await contentHashOf(tx, { versionId: version.id, recipe, signal });
    const manifest = await buildManifest(tx, version, { contentHash, chosen: await fingerprintChosenTable(tx) });
    signal.throwIfAborted();
    await sealVersion(tx, version.id, { manifest, card: dataCard(manifest) });
    await close(tx);
  }, TRANSACTION);
}

async function writeRows(tx: Db, versionId: string, recipe: Recipe, signal: AbortSignal): Promise<void> {
  const { phases } = recipe;
  if (phases.some(({ replay }) => replay.some((rule) => rule.as === 'raft'))) await numberPassages(tx);
  for (const [place, phase] of phases.entries()) {
    signal.throwIfAborted();
    await placeOwnRows(tx, phases, place);
    const own = await countPlaced(tx);
    // A phase that takes samples and has none replays nothing: training on it would only repeat the phases before it.
    if (own.rows > 0 || phase.takes.length === 0) {
      const replays = [];
      for (const rule of phase.replay)
        replays.push({ amount: rule.amount, source: await countSource(tx, rule, phases) });
      for (const [at, count] of countReplayed(own, replays).entries()) {
        const rule = phase.replay[at];
        if (rule && count > 0) await placeReplayed(tx, { rule, place: at, phase, count, recipe });
      }
    }
    const hasRaft = phase.replay.some((rule) => rule.as === 'raft');
    await writePhase(tx, versionId, { phase, place, recipe, hasRaft });
  }
}
