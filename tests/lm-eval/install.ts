import { installPython } from '../support/python';

const PACKAGES = [
  'torch==2.15.0',
  'transformers==5.24.0',
  'datasets==5.2.0',
  'accelerate==1.15.0',
  'lm-eval[hf]==0.4.13',
];

/** lm-evaluation-harness. LM_EVAL_PYTHON names a Python that has it already. */
export const installLmEval = (): { python: string } | { missing: string } =>
  process.env.LM_EVAL_PYTHON
    ? { python: process.env.LM_EVAL_PYTHON }
    : installPython('lm-eval-0.4.13', PACKAGES, '5 GB');
