import type { Database } from '@/prisma/client';
import { DomainError } from '../../errors';
import type { Manifest } from '../contract-manifest';
import type { StoredVersion } from '../repository';
import { splits, type Split } from '../vocabulary-limits';
import {
  countHeldOut,
  heldBackReasons,
  selectHeldOut,
  streamTrainedTexts,
  type HeldBackReason,
  type HeldOutSample,
} from './repository';

export type { HeldBackReason, HeldOutSample } from './repository';

const TEXTS_AT_ONCE = 1_000;

/** The samples that a version holds out, and how many of them must not be asked, by reason. */
export type HeldOut = {
  split: Split;
  /** Samples of the split, each once. */
  samples: number;
  heldBack: Record<HeldBackReason, number>;
  /** Those that can be asked; fewer when a leaf has more than its share. */
  askable: HeldOutSample[];
};

/**
 * Reads the samples that a version held out for test, or for validation when it has none for test. None of them is
 * trained on in this version, nor is its passage or its seed.
 *
 * @throws DomainError `conflict` when the version is not published, or holds nothing out.
 */
export async function readHeldOut(
  db: Database,
  version: Pick<StoredVersion, 'id' | 'datasetName' | 'number' | 'state' | 'manifest' | 'recipe'>,
  limits: { perLeaf: number; most: number; mostBytes: number },
): Promise<HeldOut> {
  const { id: versionId, manifest, state, recipe } = version;
  const name = `${version.datasetName}@${version.number}`;
  if (!manifest || state !== 'published')
    throw new DomainError('conflict', `${name} is not published yet. Wait for it, then ask for its evaluation set.`);
  const split = heldOutSplit(manifest);
  if (split === null)
    throw new DomainError(
      'conflict',
      `${name} holds no rows out, so there is nothing to ask that it does not train on. Publish a version with a test share, such as 10 %.`,
    );
  const wanted = { versionId, split: splits.indexOf(split), mostBytes: limits.mostBytes };
  const counts = await countHeldOut(db, wanted);
  const of = (reason: HeldBackReason | null) => counts.find((each) => each.reason === reason)?.rows ?? 0;
  const heldBack: Record<HeldBackReason, number> = { sample: 0, passage: 0, seed: 0, auxiliary: 0, long: 0 };
  for (const reason of heldBackReasons) heldBack[reason] = of(reason);
  return {
    split,
    samples: counts.reduce((sum, { rows }) => sum + rows, 0),
    heldBack,
    askable: await selectHeldOut(db, { ...wanted, ...limits, seed: recipe.seed }),
  };
}

/** The split that questions come from: test, else validation, else none. */
export function heldOutSplit({ phases }: Pick<Manifest, 'phases'>): Split | null {
  if (phases.some(({ test }) => test > 0)) return 'test';
  return phases.some(({ validation }) => validation > 0) ? 'validation' : null;
}

/** Everything that a version trains on, as texts to compare with. */
export const trainedTexts = (db: Database, versionId: string): AsyncGenerator<string[]> =>
  streamTrainedTexts(db, versionId, TEXTS_AT_ONCE);
