'use client';

import { useQuery } from '@tanstack/react-query';
import { clsx } from 'clsx';
import type { FoundNode } from '@/taxonomy/tree/contract';
import { numberText } from '../numbers';
import { later } from '../ui/later';
import { useOptions } from '../ui/use-options';
import { useDebouncedValue } from '../use-debounced-value';
import { foundNodes } from './api';

const FoundRow = later(() => import('./found-row').then((module) => module.FoundRow));

type FoundListProps = {
  taxonomyId: string;
  search: string;
  /** Which kind of node to find, and in which branch. */
  only?: Parameters<typeof foundNodes>[1]['only'];
  branch?: Parameters<typeof foundNodes>[1]['branch'];
  accept?: (found: FoundNode) => boolean;
  /** Nodes that are already chosen, where several can be chosen. */
  chosenIds?: readonly string[];
  label: string;
  onPick: (found: FoundNode) => void;
  className?: string;
};

const PAUSE_MS = 150;

/** Search results as a list under the search field, which keeps the focus and the keys. */
export function useFoundList({
  taxonomyId,
  search,
  only,
  branch,
  accept,
  chosenIds,
  label,
  onPick,
  className,
}: FoundListProps) {
  const q = useDebouncedValue(search.trim(), PAUSE_MS);
  const { data, error, isFetching, isPlaceholderData } = useQuery(foundNodes(taxonomyId, { q, only, branch }));
  // Folders are listed before anything is typed, so that a destination can be chosen without searching.
  const isListed = q !== '' || only === 'folders';
  const isWaiting = q !== search.trim() || (isListed && isFetching && isPlaceholderData) || (isFetching && !data);
  const found = (isListed ? (data?.items ?? []) : []).filter((each) => accept?.(each) ?? true);
  const { listId, index, idOf, point, onKeyDown, fieldProps } = useOptions({
    search,
    count: found.length,
    // Results that are shown while the next ones load belong to the previous search.
    isReady: !isWaiting,
    onPick: (i) => found[i] && onPick(found[i]),
  });
  const current = isWaiting ? undefined : found[index];
  const words = error ? 'The search failed. Try again.' : countWords(data?.total ?? 0, found.length, search, isWaiting);
  const list = (
    <div
      id={listId}
      role="listbox"
      aria-label={label}
      aria-multiselectable={chosenIds ? true : undefined}
      className={clsx('overflow-y-auto', className)}
    >
      {found.map((each, i) => (
        <FoundRow
          key={each.node.id}
          id={idOf(i)}
          name={each.node.name}
          path={each.above.map(({ name }) => name).join(' / ')}
          excerpt={each.excerpt}
          isLeaf={each.node.leaf !== null}
          isActive={i === index}
          isChosen={chosenIds ? chosenIds.includes(each.node.id) : null}
          onPick={() => onPick(each)}
          onPoint={() => point(i)}
        />
      ))}
    </div>
  );
  return { list, words, fieldProps, onKeyDown, current };
}

function countWords(total: number, shown: number, search: string, isWaiting: boolean): string {
  if (isWaiting) return 'Searching…';
  if (shown === 0) return `No results for “${search.trim()}”`;
  if (total > shown) return `${numberText(shown)} of ${numberText(total)} found; type more to narrow it down`;
  return `${numberText(shown)} found`;
}
