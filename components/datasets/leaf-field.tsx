'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { foundNodes } from '../tree/api';
import { FoundRow } from '../tree/found-row';
import { Button } from '../ui/button';
import { Field } from '../ui/field';
import { Input } from '../ui/input';
import { messageOf } from '../ui/states';
import { useOptions } from '../ui/use-options';
import { useDebouncedValue } from '../use-debounced-value';

export type ChosenLeaf = { id: string; name: string };

type LeafFieldProps = {
  taxonomyId: string;
  leaf: ChosenLeaf | null;
  /** What is wrong, when the form was sent without one. */
  error: string | undefined;
  onPick: (leaf: ChosenLeaf | null) => void;
};

type SearchProps = Pick<LeafFieldProps, 'taxonomyId' | 'onPick'> & { problem: string | undefined };

const PAUSE_MS = 150;

/** Finds a leaf by words of its path, and shows the chosen one. */
export function LeafField({ taxonomyId, leaf, error, onPick }: LeafFieldProps) {
  if (!leaf) return <Search taxonomyId={taxonomyId} problem={error} onPick={onPick} />;
  return (
    <div className="flex flex-col gap-1">
      <span className="font-medium">Leaf</span>
      <div className="flex flex-wrap items-center gap-2">
        <bdi className="min-w-0 break-words">{leaf.name}</bdi>
        <Button size="small" onClick={() => onPick(null)}>
          Change<span className="sr-only"> the leaf</span>
        </Button>
      </div>
    </div>
  );
}

function Search({ taxonomyId, problem, onPick }: SearchProps) {
  const [search, setSearch] = useState('');
  const q = useDebouncedValue(search.trim(), PAUSE_MS);
  const { data, error, isPlaceholderData } = useQuery(foundNodes(taxonomyId, { q }));
  const found = q === '' ? [] : (data?.items ?? []).filter(({ node }) => node.leaf !== null);
  const isWaiting = q !== search.trim() || isPlaceholderData || (q !== '' && !data && !error);
  const pick = (i: number) => {
    const node = found[i]?.node;
    if (node) onPick({ id: node.id, name: node.name });
  };
  const options = useOptions({ search, count: found.length, isReady: !isWaiting, onPick: pick });
  return (
    <div className="flex flex-col gap-1">
      <Field label="Leaf" hint="Type words of its path, and choose it." error={problem}>
        <Input
          type="search"
          required
          {...options.fieldProps}
          value={search}
          onChange={(event) => setSearch(event.target.value)}
          onKeyDown={options.onKeyDown}
        />
      </Field>
      <div id={options.listId} role="listbox" aria-label="Leaves" className="max-h-48 overflow-y-auto">
        {found.map(({ node, above, excerpt }, i) => (
          <FoundRow
            key={node.id}
            id={options.idOf(i)}
            name={node.name}
            path={above.map(({ name }) => name).join(' / ')}
            isLeaf
            excerpt={excerpt}
            isActive={i === options.index}
            isChosen={null}
            onPick={() => pick(i)}
            onPoint={() => options.point(i)}
          />
        ))}
      </div>
      {q !== '' && (
        <output className="text-sm text-muted">
          {error ? messageOf(error) : isWaiting ? 'Searching…' : found.length === 0 && `No leaf for “${q}”`}
        </output>
      )}
    </div>
  );
}
