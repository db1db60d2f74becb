'use client';

import { clsx } from 'clsx';
import { Plus, X } from 'lucide-react';
import { useState } from 'react';
import { Button, IconButton } from '../ui/button';
import { laterDialog } from '../ui/later-dialog';
import { countText } from '../numbers';
import { Notice, Skeleton } from '../ui/states';
import type { TreeFailure } from '../tree/use-tree';

const NodePicker = laterDialog(() => import('../tree/node-picker').then((module) => module.NodePicker));

type ScopeFieldProps = {
  taxonomyId: string;
  /** Chosen nodes with their paths, null while these load; none means the whole taxonomy. */
  places: readonly { id: string; name: string | null }[];
  leafCount: number | null;
  onChange: (ids: string[]) => void;
  title?: string;
  /** The requested places do not exist: then an empty list does not mean the whole taxonomy. */
  isNothing?: boolean;
  /** Why the names of the places are not here. */
  failure?: TreeFailure | null;
};

/** What to generate for. The tree beside it chooses one place; here several can be combined. */
export function ScopeField({
  taxonomyId,
  places,
  leafCount,
  onChange,
  title = 'For',
  isNothing = false,
  failure = null,
}: ScopeFieldProps) {
  const [isPicking, setPicking] = useState(false);
  const ids = places.map(({ id }) => id);
  return (
    <section aria-labelledby="scope-heading">
      <h2 id="scope-heading" className="font-medium">
        {title}
      </h2>
      {places.length === 0 ? (
        <p className="mt-1">{isNothing ? 'Nothing is chosen' : 'The whole taxonomy'}</p>
      ) : (
        <ul className="mt-1 flex flex-col items-start gap-1">
          {places.map(({ id, name }) => (
            <li key={id} className="flex max-w-full items-center gap-1 rounded-md bg-sunken py-0.5 pr-0.5 pl-2">
              {name === null && !failure ? (
                <Skeleton className="h-4 w-40" />
              ) : (
                <span className={clsx('min-w-0 break-words', name === null && 'text-muted')}>
                  {name ?? 'Name not loaded'}
                </span>
              )}
              <IconButton
                icon={X}
                label={`Leave out ${name ?? 'this place'}`}
                size="small"
                onClick={() => onChange(ids.filter((each) => each !== id))}
              />
            </li>
          ))}
        </ul>
      )}
      <p className="mt-1 flex flex-wrap items-center gap-x-3 text-sm text-muted">
        <span>
          {leafCount !== null && `${countText(leafCount, 'leaf', 'leaves')}. `}Choose in the tree, or add several.
        </span>
        <Button size="small" icon={Plus} onClick={() => setPicking(true)}>
          Add leaves or folders
        </Button>
      </p>
      {failure && (
        <Notice
          tone="error"
          title="The taxonomy could not be loaded"
          action={<Button onClick={failure.onRetry}>Try again</Button>}
          className="mt-2"
        >
          {failure.message}
        </Notice>
      )}
      {isPicking && (
        <NodePicker
          taxonomyId={taxonomyId}
          open
          onOpenChange={setPicking}
          title="Add leaves or folders"
          description="A folder includes all leaves below it."
          onPickMany={(nodes) => onChange([...new Set([...ids, ...nodes.map(({ id }) => id)])])}
        />
      )}
    </section>
  );
}
