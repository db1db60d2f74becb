import type { Database } from '@/prisma/client';
import { recordAudit } from '../accounts/audit';
import type { Actor } from '../accounts/contract';
import { DomainError } from '../errors';
import { enqueue } from '../jobs/queue';
import { leavesUnder } from '../tree/nodes';
import type { PublishRequest, Recipe, VersionSummary } from './contract';
import { wholeRecipe } from './default-recipe';
import { renderExample } from './preview';
import { findLastVersion, findVersion, holdDataset, insertVersion } from './repository';
import { tallyApproved } from './repository-tally';
import { findSameVersion } from './same-version';
import { getVersionSummary } from './versions';

export const PUBLISH_JOB = 'publish-version';

/**
 * Begins a new version of a dataset from what is approved now; the rows are put together in the background (fillVersion).
 *
 * The dataset is made when its name is new. What the recipe leaves out is as in the dataset's last version, else the
 * default. Versions are numbered from 1; two at once get two numbers. The same `requestKey` twice is the same version.
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
  await refuseEmptyOrSame(db, { taxonomyId, name, recipe, evenIfSame });
  return db.$transaction(async (tx) => {
    const datasetId = await holdDataset(tx, taxonomyId, name);
    // Looked for again, now that whoever sent the same request beside us has finished.
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

async function refuseEmptyOrSame(
  db: Database,
  { evenIfSame, ...asked }: { taxonomyId: string; name: string; recipe: Recipe; evenIfSame: boolean },
): Promise<void> {
  const { taxonomyId, recipe } = asked;
  const leafIds = (await leavesUnder(db, taxonomyId, recipe.scope)).map(({ nodeId }) => nodeId);
  const tally = await tallyApproved(db, leafIds, recipe.shortAnswerTokens);
  if (tally.leaves === 0) throw nothingApproved(recipe.scope);
  const same = evenIfSame ? null : await findSameVersion(db, { ...asked, tally });
  if (same) {
    throw new DomainError(
      'conflict',
      `Nothing has changed since ${same.datasetName}@${same.number}: the same rows, the same settings. Review more, change a setting, or publish it again on purpose.`,
      { detail: { sameAs: same.number } },
    );
  }
}

export const nothingApproved = (scope: readonly string[]): DomainError =>
  new DomainError(
    'invalid',
    scope.length === 0
      ? 'There is nothing to publish: no sample is approved yet. Review some first.'
      : 'There is nothing to publish: no sample of the chosen leaves is approved. Review some, or choose other leaves.',
  );
