import type { Database } from '@/prisma/client';
import { recordAudit } from '../accounts/audit';
import type { Actor } from '../accounts/contract';
import { DomainError } from '../errors';
import { baselineNames } from '../generation/vocabulary-pipelines';
import { enqueue } from '../jobs/queue';
import type { PublishRequest, VersionSummary } from './contract';
import type { Recipe } from './contract-recipe';
import { wholeRecipe } from './default-recipe';
import { renderExample } from './preview';
import { findLastVersion, findVersion, holdDataset, insertVersion } from './repository';
import { findFaults } from './find-faults';
import { planVersion } from './plan-version';
import { selectOtherSources } from './repository-sources';
import { tallyChosen, tallyPipelines } from './repository-tally';
import { findSameVersion } from './same-version';
import { chosenLeaves } from './scope';
import { countLeftOut, pipelineCounts } from './taken-pipelines';
import { getVersionSummary } from './versions';

export const PUBLISH_JOB = 'publish-version';

/**
 * Starts a new version of a dataset from the samples approved now; its rows are collected in the background
 * (fillVersion).
 *
 * The dataset is created when its name is new. Omitted settings are taken from the dataset's last version, else from
 * the defaults. Versions are numbered from 1, also when two start at once. Repeating a `requestKey` returns the same
 * version.
 *
 * @throws DomainError `invalid` when nothing is approved in the scope, or the chat template cannot be rendered;
 * `conflict` when the last version has the same rows and settings, unless `evenIfSame`.
 */
export async function publishVersion(
  db: Database,
  actor: Actor,
  taxonomyId: string,
  { requestKey, name, recipe: asked = {}, evenIfSame = false }: PublishRequest,
): Promise<VersionSummary> {
  const before = await findVersion(db, { requestKey });
  if (before) return getVersionSummary(db, before.id);
  const latest = await findLastVersion(db, { taxonomyId, name });
  const recipe = wholeRecipe({ ...latest?.recipe, ...asked });
  await renderExample(recipe);
  const refusal = await refusalOf(db, { taxonomyId, name, recipe, evenIfSame });
  if (refusal) {
    // An identical concurrent request may have published exactly this in the meantime.
    const twin = await findVersion(db, { requestKey });
    if (twin) return getVersionSummary(db, twin.id);
    throw refusal;
  }
  return db.$transaction(async (tx) => {
    const datasetId = await holdDataset(tx, taxonomyId, name);
    // Look again: an identical concurrent request has finished by now.
    const twin = await findVersion(tx, { requestKey });
    if (twin) return getVersionSummary(tx, twin.id);
    const id = await insertVersion(tx, { datasetId, requestKey, recipe, createdById: actor.id });
    await enqueue(tx, [{ kind: PUBLISH_JOB, groupId: id, payload: { versionId: id } }]);
    const detail = {
      dataset: name,
      recipe: { ...recipe, systemPrompt: undefined, chatTemplate: undefined, about: undefined },
    };
    await recordAudit(tx, {
      actorId: actor.id,
      action: 'datasets.publish',
      subjectType: 'version',
      subjectId: id,
      detail,
    });
    return getVersionSummary(tx, id);
  });
}

/** Why this cannot be published: nothing is chosen, a source is missing, or nothing has changed since the last version. */
async function refusalOf(
  db: Database,
  { taxonomyId, name, recipe, evenIfSame }: { taxonomyId: string; name: string; recipe: Recipe; evenIfSame: boolean },
): Promise<DomainError | null> {
  const fault = await findFaults(db, taxonomyId, recipe, await selectOtherSources(db, taxonomyId, recipe.phases));
  if (fault) return fault;
  const leaves = await chosenLeaves(db, taxonomyId, recipe.scope);
  const tally = await tallyChosen(db, leaves, recipe);
  if (planVersion(recipe, leaves, tally).targets.length === 0) {
    const leafIds = leaves.map(({ id }) => id);
    const pipelines = pipelineCounts(await tallyPipelines(db, leafIds), recipe.selection);
    return nothingChosen(recipe, countLeftOut(pipelines));
  }
  const last = evenIfSame ? null : await findLastVersion(db, { taxonomyId, name });
  const chosen = tally.reduce((sum, { rows }) => sum + rows, 0);
  const same = last && (await findSameVersion(db, { last, recipe, leaves, chosen }));
  if (!same) return null;
  return new DomainError(
    'conflict',
    `Nothing has changed since ${same.datasetName}@${same.number}: the rows and settings are the same. Review more samples, change a setting, or confirm that you want to publish it again.`,
    { detail: { sameAs: same.number } },
  );
}

/** @param leftOut Approved samples that are left out because of their pipelines: of baselines, or not chosen. */
export function nothingChosen({ scope, selection }: Pick<Recipe, 'scope' | 'selection'>, leftOut = 0): DomainError {
  const { pipelines, runs, teachers, minimumScores } = selection;
  if (leftOut > 0 && pipelines.length === 0)
    return new DomainError(
      'invalid',
      `There is nothing to publish but samples of baselines (${leftOut}), which are left out. To publish them, choose their pipelines: dataset publish --pipeline ${baselineNames.join(' ')}.`,
    );
  if (leftOut > 0)
    return new DomainError(
      'invalid',
      `There is nothing to publish: no approved samples are of the pipelines ${pipelines.join(', ')}, and ${leftOut} of others. Choose other pipelines.`,
    );
  if (runs.length + teachers.length + minimumScores.length > 0)
    return new DomainError(
      'invalid',
      'There is nothing to publish: no approved samples are of the chosen runs and teachers with the lowest scores asked for. Choose others.',
    );
  return new DomainError(
    'invalid',
    scope.length === 0
      ? 'There is nothing to publish: no samples are approved. Review some first.'
      : 'There is nothing to publish: no samples of the chosen leaves are approved. Review some, or choose other leaves.',
  );
}
