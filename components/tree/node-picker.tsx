'use client';

import { clsx } from 'clsx';
import { useDeferredValue, useId, useMemo, useState } from 'react';
import type { TreeNode } from '@/taxonomy/tree/contract';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { Field } from '../ui/field';
import { Input } from '../ui/input';
import { ErrorState, Skeleton } from '../ui/states';
import { useTree } from './api';
import { ROOT, type TreeModel } from './model';

type NodePickerProps = {
  taxonomyId: string;
  open: boolean;
  onOpenChange: (isOpen: boolean) => void;
  title: string;
  description?: string;
  /** Which nodes may be chosen; the others are not listed. */
  accept?: (node: TreeNode) => boolean;
  onPick: (node: TreeNode) => void;
};

const SHOWN = 100;

type Place = { node: TreeNode; path: string; lower: string };

/** Finds a place in the tree by typing any words of its path. */
export function NodePicker({ taxonomyId, open, onOpenChange, title, description, accept, onPick }: NodePickerProps) {
  const { model, error, refetch } = useTree(taxonomyId);
  const close = () => onOpenChange(false);
  return (
    <Dialog isOpen={open} onClose={close} title={title} description={description} width="medium">
      {error ? (
        <ErrorState error={error} onRetry={refetch} />
      ) : model ? (
        <PlaceList
          model={model}
          accept={accept}
          onPick={(node) => {
            close();
            onPick(node);
          }}
        />
      ) : (
        <Skeleton className="h-40 w-full" />
      )}
    </Dialog>
  );
}

type PlaceListProps = { model: TreeModel; accept: NodePickerProps['accept']; onPick: (node: TreeNode) => void };

function PlaceList({ model, accept, onPick }: PlaceListProps) {
  const listId = useId();
  const [search, setSearch] = useState('');
  const [active, setActive] = useState(0);
  const places = useMemo(() => placesOf(model).filter(({ node }) => accept?.(node) ?? true), [model, accept]);
  const wanted = useDeferredValue(search);
  const found = useMemo(() => findPlaces(places, wanted), [places, wanted]);
  const shown = found.slice(0, SHOWN);
  const current = shown[Math.min(active, shown.length - 1)];
  const step = (by: number) => {
    const next = Math.min(shown.length - 1, Math.max(0, Math.min(active, shown.length - 1) + by));
    setActive(next);
    document.getElementById(`${listId}-${next}`)?.scrollIntoView({ block: 'nearest' });
  };

  return (
    <div className="flex flex-col gap-2">
      <Field label="Search the places" isLabelHidden>
        <Input
          type="search"
          role="combobox"
          aria-expanded={shown.length > 0}
          aria-controls={listId}
          aria-activedescendant={current ? `${listId}-${shown.indexOf(current)}` : undefined}
          placeholder="Any words of the path"
          value={search}
          onChange={(event) => {
            setSearch(event.target.value);
            setActive(0);
          }}
          onKeyDown={(event) => {
            if (event.key === 'ArrowDown') step(1);
            else if (event.key === 'ArrowUp') step(-1);
            else if (event.key === 'Enter' && current && !event.nativeEvent.isComposing) onPick(current.node);
            else return;
            event.preventDefault();
          }}
        />
      </Field>
      {shown.length === 0 ? (
        <p className="min-h-40 rounded-md border p-3 text-muted">Nothing fits “{search}”.</p>
      ) : (
        <div
          id={listId}
          role="listbox"
          aria-label="Places"
          className="max-h-80 min-h-40 overflow-y-auto rounded-md border"
        >
          {shown.map((place, i) => (
            // The field above holds the focus and the keys; this is for the pointer.
            // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
            <div
              key={place.node.id}
              id={`${listId}-${i}`}
              role="option"
              tabIndex={-1}
              aria-selected={place === current}
              onClick={() => onPick(place.node)}
              onPointerMove={() => setActive(i)}
              className={clsx('cursor-pointer px-3 py-1.5', place === current && 'bg-accent-soft')}
            >
              <span>{place.node.name}</span>
              <span className="block truncate text-sm text-muted">{place.path}</span>
            </div>
          ))}
        </div>
      )}
      <div className="flex items-center justify-between gap-2">
        <output className="text-sm text-muted">
          {found.length > SHOWN
            ? `${SHOWN} of ${found.length.toLocaleString('en')} places; type more to narrow it down.`
            : `${found.length.toLocaleString('en')} ${found.length === 1 ? 'place' : 'places'}`}
        </output>
        <Button variant="primary" disabled={!current} onClick={() => current && onPick(current.node)}>
          Choose
        </Button>
      </div>
    </div>
  );
}

function placesOf(model: TreeModel): Place[] {
  const places: Place[] = [];
  const visit = (id: string, above: string) => {
    for (const childId of model.children.get(id) ?? []) {
      const node = model.nodes.get(childId);
      if (!node) continue;
      const path = above ? `${above} / ${node.name}` : node.name;
      places.push({ node, path, lower: path.toLowerCase() });
      visit(childId, path);
    }
  };
  visit(ROOT, '');
  return places;
}

/** Every word must be in the path; those that have the last one in their own name come first. */
function findPlaces(places: readonly Place[], search: string): readonly Place[] {
  const words = search
    .toLowerCase()
    .split(/[\s/]+/)
    .filter(Boolean);
  const [first] = words;
  if (first === undefined) return places;
  const found = places.filter(({ lower }) => words.every((word) => lower.includes(word)));
  const isNear = ({ node }: Place) => node.name.toLowerCase().includes(words.at(-1) ?? first);
  return [...found.filter(isNear), ...found.filter((place) => !isNear(place))];
}
