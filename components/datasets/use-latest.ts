import { useQuery } from '@tanstack/react-query';
import type { LatestVersion } from '@/taxonomy/datasets/contract';
import { latestOf } from './api';
import { nameProblem } from './recipe-draft';
import { useDebouncedValue } from '../use-debounced-value';

const QUIET_MS = 350;

export type Latest = NonNullable<LatestVersion['latest']>;

/** The version that the next one of this name continues. `isKnown` is false while it is being looked up. */
export function useLatest(name: string): { latest: Latest | null; isKnown: boolean; error: Error | null } {
  const debounced = useDebouncedValue(name, QUIET_MS);
  const isName = debounced !== '' && nameProblem(debounced) === null;
  const { data, error } = useQuery({ ...latestOf(debounced), enabled: isName });
  const isKnown = debounced === name && (!isName || data !== undefined);
  return { latest: (isKnown && isName && data?.latest) || null, isKnown, error: isName ? error : null };
}
