import type { Manifest } from '../../datasets/contract-manifest';
import type { EvaluatedModel, TaskResult } from '../contract';
import type { TrainingRunDetail } from '../contract-runs';
import type { TrainedPhase } from './trained-phases';

/** All that is known of a trained model. */
export type ModelCardFacts = {
  run: Pick<TrainingRunDetail, 'name' | 'phases' | 'journal'>;
  /** The highest learning rate that was logged, by the id of the phase. */
  peakRates: ReadonlyMap<string, number>;
  /** The version that it was trained on, if somebody said so. */
  manifest: Manifest | null;
  /** The settings of the bundle that was run, if somebody has them. */
  trained: readonly TrainedPhase[];
  /** Its evaluation results, if any are imported. */
  evaluated: EvaluatedModel | null;
  /** Its results by leaf: the first ones, and how many there are. */
  leaves: { items: readonly TaskResult[]; total: number };
};
