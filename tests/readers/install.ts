import { installPython } from '../support/python';

const PACKAGES = ['instructlab-training==0.16.2', 'trl==1.16.0', 'transformers==5.24.0', 'datasets==5.2.0'];

/** The trainers whose tokens are compared with. */
export const installReaders = (): { python: string } | { missing: string } =>
  installPython(`readers/${PACKAGES[0]}`, PACKAGES, '5 GB');
