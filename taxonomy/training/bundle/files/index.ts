import type { Trainer } from '../../vocabulary-bundle';
import { axolotlFiles } from './axolotl';
import type { BundleFile, BundleSource } from './file';
import { llamaFactoryFiles } from './llama-factory';
import { trainingHubFiles } from './training-hub';
import { trlFiles } from './trl';

/** The files of a bundle by trainer. To add one, write a file beside this one, and its names in vocabulary-bundle.ts. */
export const bundleFiles: Record<Trainer, (source: BundleSource) => BundleFile[]> = {
  trl: trlFiles,
  'training-hub': trainingHubFiles,
  axolotl: axolotlFiles,
  'llama-factory': llamaFactoryFiles,
};
