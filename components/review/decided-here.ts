import type { Sample } from '@/taxonomy/review/contract';

/** The versions of samples after this tab's decisions, kept while the tab is open. */
const versions = new Map<string, number>();

export const noteDecision = ({ sampleId, version }: { sampleId: string; version: number }): void =>
  void versions.set(sampleId, version + 1);

/** A refused decision did not create a version. */
export const forgetDecision = (sampleId: string): void => void versions.delete(sampleId);

/** True for a copy from before this tab decided on it, for example after the browser's Back. */
export const isOutdated = ({ id, version }: Sample): boolean => version < (versions.get(id) ?? 0);
