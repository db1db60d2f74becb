import { baselineNames } from '../generation/vocabulary-pipelines';
import type { Recipe } from './contract';

/** Which pipelines' samples a version takes: those in `only`, or all when it is empty, but none in `never`. */
export const takenPipelines = ({ pipelines }: Pick<Recipe, 'pipelines'>): { only: string[]; never: string[] } =>
  pipelines.length === 0 ? { only: [], never: baselineNames } : { only: pipelines, never: [] };
