import { installPython } from '../support/python';

export const TRL_PACKAGES = [
  'torch==2.15.0',
  'transformers==5.24.0',
  'datasets==5.2.0',
  'trl==1.16.0',
  'accelerate==1.15.0',
];

/** What the TRL bundle needs. BUNDLE_PYTHON names a Python that has it already. */
export const installTrl = (): { python: string } | { missing: string } =>
  process.env.BUNDLE_PYTHON ? { python: process.env.BUNDLE_PYTHON } : installPython('trl-1.16.0', TRL_PACKAGES, '5 GB');
