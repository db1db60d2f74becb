'use client';

import { X } from 'lucide-react';
import { useState } from 'react';
import type { FoundNode, TreeNode } from '@/taxonomy/tree/contract';
import type { Branch } from '@/taxonomy/tree/vocabulary';
import { Button, IconButton } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { Field } from '../ui/field';
import { Input } from '../ui/input';
import { useFoundList } from './found-list';

type NodePickerProps = {
  taxonomyId: string;
  open: boolean;
  onOpenChange: (isOpen: boolean) => void;
  title: string;
  description?: string;
  only?: 'folders' | 'leaves';
  branch?: Branch;
  /** Which nodes can be chosen; the others are not listed. */
  accept?: (found: FoundNode) => boolean;
} & (
  { onPick: (node: TreeNode) => void; onPickMany?: never } | { onPickMany: (nodes: TreeNode[]) => void; onPick?: never }
);

/** Finds a place in the tree by words of its path or its seeds; several places with `onPickMany`. */
export function NodePicker({ open, onOpenChange, title, description, ...props }: NodePickerProps) {
  const close = () => onOpenChange(false);
  return (
    <Dialog isOpen={open} onClose={close} title={title} description={description} width="medium">
      {props.onPickMany ? (
        <PickMany {...props} onPickMany={props.onPickMany} onClose={close} />
      ) : (
        <PickOne {...props} onPick={props.onPick} onClose={close} />
      )}
    </Dialog>
  );
}

type ListProps = Omit<NodePickerProps, 'open' | 'onOpenChange' | 'title' | 'description' | 'onPick' | 'onPickMany'> & {
  onClose: () => void;
};

const listLook = 'min-h-40 max-h-80 rounded-md border p-1';

function PickOne({ onPick, onClose, ...place }: ListProps & { onPick: (node: TreeNode) => void }) {
  const [search, setSearch] = useState('');
  const pick = ({ node }: FoundNode) => {
    onClose();
    onPick(node);
  };
  const { list, words, fieldProps, onKeyDown, current } = useFoundList({
    ...place,
    search,
    label: 'Places',
    onPick: pick,
    className: listLook,
  });
  return (
    <div className="flex flex-col gap-2">
      <SearchField
        value={search}
        onChange={setSearch}
        onKeyDown={onKeyDown}
        fieldProps={fieldProps}
        placeholder={place.only === 'folders' ? 'Find a folder…' : undefined}
      />
      {list}
      <div className="flex items-center justify-between gap-2">
        <output className="text-sm text-muted">{search.trim() !== '' && words}</output>
        <Button variant="primary" disabled={!current} onClick={() => current && pick(current)}>
          Choose
        </Button>
      </div>
    </div>
  );
}

function PickMany({ onPickMany, onClose, ...place }: ListProps & { onPickMany: (nodes: TreeNode[]) => void }) {
  const [search, setSearch] = useState('');
  const [chosen, setChosen] = useState<readonly FoundNode[]>([]);
  const toggle = (found: FoundNode) =>
    setChosen((before) =>
      before.some(({ node }) => node.id === found.node.id)
        ? before.filter(({ node }) => node.id !== found.node.id)
        : [...before, found],
    );
  const { list, words, fieldProps, onKeyDown } = useFoundList({
    ...place,
    search,
    chosenIds: chosen.map(({ node }) => node.id),
    label: 'Places',
    onPick: toggle,
    className: listLook,
  });
  const add = () => {
    onClose();
    onPickMany(chosen.map(({ node }) => node));
  };
  return (
    <div className="flex flex-col gap-2">
      <SearchField
        value={search}
        onChange={setSearch}
        fieldProps={fieldProps}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && chosen.length > 0) add();
          else onKeyDown(event);
        }}
      />
      {list}
      <output className="text-sm text-muted">
        {search.trim() === '' ? 'Type to search. Press Enter or click to select, again to deselect.' : words}
      </output>
      {chosen.length > 0 && (
        <ul aria-label="Chosen" className="flex max-h-32 flex-wrap gap-1 overflow-y-auto">
          {chosen.map((found) => (
            <li key={found.node.id} className="flex max-w-full items-center gap-1 rounded-md bg-sunken pl-2">
              <span className="min-w-0 truncate">
                {[...found.above, found.node].map(({ name }) => name).join(' / ')}
              </span>
              <IconButton icon={X} size="small" label={`Leave out ${found.node.name}`} onClick={() => toggle(found)} />
            </li>
          ))}
        </ul>
      )}
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>Cancel</Button>
        <Button variant="primary" disabled={chosen.length === 0} onClick={add}>
          {chosen.length === 0 ? 'Add' : `Add ${chosen.length}`}
        </Button>
      </div>
    </div>
  );
}

type SearchFieldProps = {
  value: string;
  onChange: (value: string) => void;
  onKeyDown: (event: React.KeyboardEvent) => void;
  fieldProps: ReturnType<typeof useFoundList>['fieldProps'];
  placeholder?: string | undefined;
};

const SearchField = ({
  value,
  onChange,
  onKeyDown,
  fieldProps,
  placeholder = 'Search names and seeds',
}: SearchFieldProps) => (
  <Field label="Search the taxonomy" isLabelHidden>
    <Input
      type="search"
      {...fieldProps}
      placeholder={placeholder}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      onKeyDown={onKeyDown}
    />
  </Field>
);
