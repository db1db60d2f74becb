'use client';

import { Search, X } from 'lucide-react';
import { useMemo, useRef, useState } from 'react';
import { numberText } from '../numbers';
import { useHotkeys } from '../use-hotkeys';
import { IconButton } from '../ui/button';
import { Input } from '../ui/input';
import { later } from '../ui/later';
import { ErrorState } from '../ui/states';
import { useTree } from './use-tree';
import { useFoundList } from './found-list';
import { countIn, totalsOf, type CountName, type TreeModel } from './model';
import type { TreeEditing } from './tree-editing';
import { RowsSkeleton, TreeSkeleton } from './tree-skeleton';

/** Rows are positioned by measuring the page, so the server cannot render them, and the page does not wait for them. */
const TreeView = later(() => import('./tree-view').then((module) => module.TreeView), RowsSkeleton);

type TaxonomyTreeProps = {
  taxonomyId: string;
  /** The number shown beside every name, as totals of the leaves. */
  count: CountName;
  /** Null means the whole taxonomy. */
  selectedId: string | null;
  /** For choosing several nodes; `selectedId` is the one that is scrolled into view. */
  selectedIds?: readonly string[];
  onSelect: (id: string | null) => void;
  allLabel?: string;
  /** Omitted where the tree is only for choosing. */
  editing?: TreeEditing | undefined;
  /** Leaves with unsaved changes. */
  draftIds?: readonly string[];
};

const countWords = {
  seeds: 'seeds',
  generated: 'generated',
  pending: 'to review',
  approved: 'approved',
} as const satisfies Record<CountName, string>;

/** The tree on the left of Taxonomy, Runs, Review and Datasets. Fills its parent and scrolls by itself. */
export function TaxonomyTree(props: TaxonomyTreeProps) {
  const { selectedId, selectedIds } = props;
  const needed = useMemo(
    () => [...(selectedId ? [selectedId] : []), ...(selectedIds ?? [])],
    [selectedId, selectedIds],
  );
  const { model, error, refetch } = useTree(props.taxonomyId, { needed });
  if (error) return <ErrorState title="The tree could not be loaded" error={error} onRetry={refetch} />;
  if (!model) return <TreeSkeleton />;
  return <SearchableTree {...props} model={model} />;
}

function SearchableTree({ model, allLabel = 'Whole taxonomy', ...props }: TaxonomyTreeProps & { model: TreeModel }) {
  const { taxonomyId, count, selectedId, onSelect } = props;
  const [search, setSearch] = useState('');
  const input = useRef<HTMLInputElement>(null);
  const isSearching = search.trim() !== '';
  const found = useFoundList({
    taxonomyId,
    search,
    label: 'Found in the tree',
    onPick: ({ node }) => onSelect(node.id),
    className: 'min-h-0 flex-1 px-2 pb-4',
  });
  const focusSearch = () => {
    input.current?.focus();
    input.current?.select();
  };
  useHotkeys({ 'tree.search': focusSearch });

  return (
    <div data-tree className="flex h-[60dvh] flex-col lg:h-full">
      <div className="flex flex-col gap-2 p-2 pb-1">
        <div className="relative">
          <Search size={16} aria-hidden className="pointer-events-none absolute top-2 left-2 text-muted" />
          <Input
            ref={input}
            type="search"
            aria-label="Search the tree"
            placeholder="Search names and seeds"
            {...(isSearching && found.fieldProps)}
            value={search}
            onChange={(event) => setSearch(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Escape') setSearch('');
              else if (isSearching) found.onKeyDown(event);
              else if (event.key === 'ArrowDown') {
                focusTree(event.currentTarget);
                event.preventDefault();
              }
            }}
            className="pr-8 pl-8 [&::-webkit-search-cancel-button]:hidden"
          />
          {search && (
            <IconButton
              icon={X}
              label="Clear the search"
              size="small"
              className="absolute top-1 right-1"
              onClick={() => {
                setSearch('');
                input.current?.focus();
              }}
            />
          )}
        </div>
        <output className={isSearching ? 'px-1 text-sm text-muted' : 'sr-only'}>{isSearching && found.words}</output>
        {!isSearching && (
          <button
            type="button"
            aria-current={selectedId === null ? 'true' : undefined}
            onClick={() => onSelect(null)}
            className="flex h-7 items-center gap-2 rounded-sm px-2 text-left hover:bg-hover aria-[current]:bg-accent-soft aria-[current]:font-medium"
          >
            <span className="flex-1 truncate">{allLabel}</span>
            <span className="text-sm text-muted tabular-nums">
              {numberText(countIn(totalsOf(model, null), count))}
              <span className="font-normal"> {countWords[count]}</span>
            </span>
          </button>
        )}
      </div>
      {isSearching ? (
        found.list
      ) : (
        <TreeView {...props} model={model} countWord={countWords[count]} onSearch={focusSearch} />
      )}
    </div>
  );
}

/** Moves the focus from the search into the tree. */
const focusTree = (input: HTMLElement) =>
  input.closest('[data-tree]')?.querySelector<HTMLElement>('[role=treeitem][tabindex="0"]')?.focus();
