import type { Db } from '@/prisma/client';
import { loadVersion } from '../../datasets/versions';
import { DomainError } from '../../errors';
import type { TrainingModelCard } from '../contract-runs';
import { findModelNamed, getModel, listResults } from '../evaluation/table';
import { getTrainingRun, getTrainingSeries } from '../runs/training-runs';
import { modelCard } from './model-card';
import type { TrainedPhase } from './trained-phases';

/** A card with more leaves would be read by nobody. */
const SHOWN_LEAVES = 100;

/**
 * The model card of a training.
 *
 * @param options.model The evaluated model that came of it; the one with the training’s name when it is omitted.
 * @throws DomainError `not_found` when there is no such training, or no such model.
 */
export async function getModelCard(
  db: Db,
  taxonomyId: string,
  runId: string,
  { model, trained = [] }: { model?: string; trained?: readonly TrainedPhase[] } = {},
): Promise<TrainingModelCard> {
  const run = await getTrainingRun(db, runId);
  const id = await findModelNamed(db, taxonomyId, model ?? run.name);
  if (id === null && model !== undefined)
    throw new DomainError(
      'not_found',
      `There are no results of a model “${model}”. Import them, or name another model.`,
    );
  const evaluated = id === null ? null : await getModel(db, id);
  const leaves = id === null ? [] : (await listResults(db, id, { part: 'leaf', limit: SHOWN_LEAVES })).items;
  const version = run.dataset && (await loadVersion(db, run.dataset.versionId));
  const rates = await getTrainingSeries(db, runId, 'learningRate');
  return {
    model: evaluated?.name ?? null,
    markdown: modelCard({
      run,
      trained,
      evaluated,
      manifest: version?.manifest ?? null,
      peakRates: new Map(
        rates.phases.flatMap(({ phaseId, points }) =>
          points.length > 0 ? [[phaseId, Math.max(...points.map(([, rate]) => rate))] as const] : [],
        ),
      ),
      leaves: { items: leaves, total: evaluated?.parts.find(({ part }) => part === 'leaf')?.results ?? leaves.length },
    }),
  };
}
