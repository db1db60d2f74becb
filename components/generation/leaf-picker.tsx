'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { countText } from '../numbers';
import { FoundRow } from '../tree/found-row';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { Field } from '../ui/field';
import { Input } from '../ui/input';
import { ShowMore } from '../ui/show-more';
import { messageOf } from '../ui/states';
import { useOptions } from '../ui/use-options';
import { useDebouncedValue } from '../use-debounced-value';
import { foundLeaves, type DroppedFilter } from './api';

type LeafPickerProps = {
  runId: string;
  leaf: DroppedFilter['leaf'];
  onClose: () => void;
  onPick: (leaf: DroppedFilter['leaf']) => void;
};

const PAUSE_MS = 150;

/** Finds a leaf of a run by words of its path. */
export function LeafPicker({ onClose, onPick, ...rest }: LeafPickerProps) {
  const pick = (leaf: DroppedFilter['leaf']) => {
    onClose();
    onPick(leaf);
  };
  return (
    <Dialog isOpen onClose={onClose} title="Choose a leaf" width="medium">
      <Leaves {...rest} onPick={pick} />
    </Dialog>
  );
}

function Leaves({ runId, leaf: chosen, onPick }: Omit<LeafPickerProps, 'onClose'>) {
  const [search, setSearch] = useState('');
  const q = useDebouncedValue(search.trim(), PAUSE_MS);
  const list = useInfiniteQuery(foundLeaves(runId, q));
  const { data, error, hasNextPage, isPlaceholderData } = list;
  // A leaf with several pipelines is listed once for each.
  const byId = new Map(data?.pages.flatMap(({ items }) => items).map((leaf) => [leaf.leafId, leaf]));
  const leaves = [...byId.values()];
  const isWaiting = q !== search.trim() || isPlaceholderData || (!data && !error);
  const options = useOptions({
    search,
    count: leaves.length,
    isReady: !isWaiting,
    onPick: (i) => leaves[i] && onPick(leaves[i]),
  });
  return (
    <div className="flex flex-col gap-2">
      <Field label="Search the leaves of this run" isLabelHidden>
        <Input
          type="search"
          {...options.fieldProps}
          placeholder="Search names"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
          onKeyDown={options.onKeyDown}
        />
      </Field>
      <div
        id={options.listId}
        role="listbox"
        aria-label="Leaves"
        className="max-h-80 min-h-40 overflow-y-auto rounded-md border p-1"
      >
        {leaves.map((leaf, i) => (
          <FoundRow
            key={leaf.leafId}
            id={options.idOf(i)}
            name={leaf.name}
            path={leaf.above}
            isLeaf
            isActive={i === options.index}
            isChosen={leaf.leafId === chosen?.leafId ? true : null}
            onPick={() => onPick(leaf)}
            onPoint={() => options.point(i)}
          />
        ))}
      </div>
      <div className="flex flex-wrap items-center gap-3">
        {hasNextPage && !isWaiting && <ShowMore list={list} size="small" />}
        <output className="text-sm text-muted">
          {error && !data ? messageOf(error) : isWaiting ? 'Searching…' : wordsFor(leaves.length, q, hasNextPage)}
        </output>
        {chosen && (
          <Button size="small" className="ml-auto" onClick={() => onPick(undefined)}>
            All leaves
          </Button>
        )}
      </div>
    </div>
  );
}

function wordsFor(shown: number, search: string, isMore: boolean): string {
  if (shown === 0) return `No results for “${search}”`;
  return `${countText(shown, 'leaf', 'leaves')} shown${isMore ? '; type to narrow it down' : ''}`;
}
