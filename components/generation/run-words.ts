import type { RunSummary } from '@/taxonomy/generation/contract';
import { leafKindNames } from '@/taxonomy/tree/vocabulary';
import { countText } from '../numbers';

const SHOWN_NAMES = 3;

/** The title of a run: the leaves that it generates for. */
export function whatItCovers({ leafNames, leafCount }: Pick<RunSummary, 'leafNames' | 'leafCount'>): string {
  const shown = leafNames.slice(0, SHOWN_NAMES);
  const others = leafCount - shown.length;
  if (shown.length === 0) return countText(leafCount, 'leaf', 'leaves');
  return others > 0 ? `${shown.join(', ')} and ${countText(others, 'other leaf', 'other leaves')}` : shown.join(', ');
}

/** A pipeline is named after the kind of leaf that it works on. */
export const pipelineName = (pipeline: string): string =>
  Object.hasOwn(leafKindNames, pipeline) ? leafKindNames[pipeline as keyof typeof leafKindNames] : pipeline;
