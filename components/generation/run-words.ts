import type { RunSummary } from '@/taxonomy/generation/contract';
import { factsOf } from '@/taxonomy/generation/vocabulary-pipelines';
import { leafKindNames } from '@/taxonomy/tree/vocabulary';
import { countText } from '../numbers';

const SHOWN_NAMES = 3;

/** The title of a run: the leaves that it generates for. */
export function whatItCovers({
  isWhole,
  leafNames,
  leafCount,
}: Pick<RunSummary, 'isWhole' | 'leafNames' | 'leafCount'>): string {
  if (isWhole) return 'The whole taxonomy';
  const shown = leafNames.slice(0, SHOWN_NAMES);
  const others = leafCount - shown.length;
  if (shown.length === 0) return countText(leafCount, 'leaf', 'leaves');
  return others > 0 ? `${shown.join(', ')} and ${countText(others, 'other leaf', 'other leaves')}` : shown.join(', ');
}

/** The kind of leaf that a pipeline works on, and which one it is unless it is the default. */
export function pipelineName(pipeline: string): string {
  const facts = factsOf(pipeline);
  if (!facts) return pipeline;
  const kind = leafKindNames[facts.kind];
  return pipeline === facts.kind ? kind : `${kind}: ${facts.label}${facts.isBaseline ? ' (baseline)' : ''}`;
}
