import type { SampleMark, SampleStatus } from './vocabulary';

/** Which samples to list. `path` is a node's path: the node and everything below it. */
export type SampleFilter = {
  taxonomyId: string;
  path?: string;
  status?: SampleStatus;
  runId?: string;
  /** Only those with this text in question, answer or context, in any case. */
  text?: string;
  /** The last key to read, in the order of the list. */
  until?: bigint | undefined;
  newestFirst?: boolean;
  /** Only those with this mark. */
  only?: SampleMark | undefined;
};
