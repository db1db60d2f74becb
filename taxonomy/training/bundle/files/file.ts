import type { Manifest } from '../../../datasets/contract-manifest';
import type { PhasePlan, TrainingRecipe } from '../../contract-bundle';

/** A file of a bundle, beside the data. */
export type BundleFile = { name: string; text: string };

/** What the files of a bundle are made from. */
export type BundleSource = {
  manifest: Manifest;
  recipe: TrainingRecipe;
  phases: readonly PhasePlan[];
};

/** The settings and the numbers of each phase, in training order. */
export const phasesOf = ({ recipe, phases }: BundleSource) =>
  phases.flatMap((plan) => {
    const settings = recipe.phases.find(({ key }) => key === plan.key);
    return settings ? [{ ...plan, ...settings, batch: plan.batch }] : [];
  });

/** A text as one word of a POSIX shell. */
export const shellWord = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;

/** Where a phase leaves its model. */
export const modelFolder = (key: string): string => `models/${key}`;
