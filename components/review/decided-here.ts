import type { Sample } from '@/taxonomy/review/contract';

/** The versions that this tab's own decisions made of their samples, for as long as it is open. */
const versions = new Map<string, number>();

export const noteDecision = ({ sampleId, version }: { sampleId: string; version: number }): void =>
  void versions.set(sampleId, version + 1);

/** One that was refused made no version. */
export const forgetDecision = (sampleId: string): void => void versions.delete(sampleId);

/** From before this tab decided on it, as on a page that the browser's Back button shows again. */
export const isOutdated = ({ id, version }: Sample): boolean => version < (versions.get(id) ?? 0);
