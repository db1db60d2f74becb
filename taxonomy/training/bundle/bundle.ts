import { existsSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Database, Db } from '@/prisma/client';
import type { Manifest } from '../../datasets/contract-manifest';
import { BYTES_PER_TOKEN } from '../../datasets/plan-version';
import { loadVersion } from '../../datasets/versions';
import { writeExport, type ExportProgress } from '../../datasets/write-export';
import { DomainError } from '../../errors';
import type { TrainingPlan, TrainingRecipe } from '../contract-bundle';
import { bundleFiles } from './files';
import type { BundleFile } from './files/file';
import { formatOfTrainer } from '../vocabulary-bundle';
import { memoryOf, planPhases } from './plan-training';
import { countLongRows } from './repository';

const SCRIPT = /\.sh$/;

/**
 * What training a version with these settings will do, and the files that a bundle has beside the data.
 *
 * @throws DomainError `conflict` while the version is not published; `invalid` for a phase that it does not have.
 */
export async function planTraining(db: Db, versionId: string, recipe: TrainingRecipe): Promise<TrainingPlan> {
  const { manifest } = published(await loadVersion(db, versionId));
  const limits = new Map(
    recipe.phases.flatMap(({ key, maxTokens }) => {
      const place = manifest.phases.findIndex((phase) => phase.key === key);
      return place < 0 ? [] : [[place, maxTokens * BYTES_PER_TOKEN] as const];
    }),
  );
  const long = await countLongRows(db, versionId, limits);
  const tooLong = new Map([...long].map(([place, rows]) => [manifest.phases[place]?.key ?? '', rows]));
  const { phases, warnings } = planPhases(manifest, recipe, tooLong);
  if (manifest.practice)
    warnings.unshift('The practice teacher wrote rows of this version: train on it only to try the bundle out.');
  const files = bundleFiles[recipe.trainer]({ manifest, recipe, phases });
  return { phases, warnings, memory: memoryOf(recipe), files };
}

type StoredVersion = Awaited<ReturnType<typeof loadVersion>>;

function published(version: StoredVersion): StoredVersion & { manifest: Manifest } {
  const { manifest } = version;
  if (manifest && version.state === 'published') return { ...version, manifest };
  throw new DomainError(
    'conflict',
    `${version.datasetName}@${version.number} is not published yet. Wait for it, then train on it.`,
  );
}

/**
 * Writes the bundle of a version to a new or empty folder: the data of the trainer's format under `data`, and the files
 * that train on it.
 *
 * @throws DomainError as planTraining and writeExport do; `conflict` when the folder has other files.
 */
export async function writeBundle(
  db: Database,
  versionId: string,
  { recipe, folder }: { recipe: TrainingRecipe; folder: string },
  progress: ExportProgress,
): Promise<{ plan: TrainingPlan; files: string[] }> {
  const version = await loadVersion(db, versionId);
  const plan = await planTraining(db, versionId, recipe);
  await refuseOtherFolder(folder);
  const format = formatOfTrainer[recipe.trainer];
  const data = await writeExport(db, version, { format, folder: path.join(folder, 'data'), isAlone: false }, progress);
  await mkdir(folder, { recursive: true });
  for (const file of plan.files) await writeNew(folder, file);
  return { plan, files: [...plan.files.map(({ name }) => name), ...data.map(({ name }) => `data/${name}`)] };
}

/** Files of a bundle are only written beside each other, and over those of an earlier bundle. */
async function refuseOtherFolder(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  if (names.length === 0 || existsSync(path.join(folder, 'data', 'manifest.json'))) return;
  throw new DomainError(
    'conflict',
    `${folder} has other files (${names.slice(0, 3).join(', ')}). Choose a new folder, or one with an earlier bundle.`,
  );
}

async function writeNew(folder: string, { name, text }: BundleFile): Promise<void> {
  await writeFile(path.join(folder, name), text, { mode: SCRIPT.test(name) ? 0o755 : 0o644 });
}
