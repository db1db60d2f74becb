import { installPython } from './python';

/** Trainers that read an export or a bundle, as the requirements of their bundles name them. */
export const trainerPackages = {
  'llama-factory': ['llamafactory==0.9.5', 'torch==2.11.0', 'torchaudio==2.11.0'],
  axolotl: ['axolotl==0.19.0'],
} as const;
export type OtherTrainer = keyof typeof trainerPackages;

export const installTrainer = (name: OtherTrainer): { python: string } | { missing: string } =>
  installPython(`readers/${name}`, trainerPackages[name], '5 GB');
