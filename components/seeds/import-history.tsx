'use client';

import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Undo2 } from 'lucide-react';
import { useState } from 'react';
import type { ImportSummary } from '@/taxonomy/seeds/contract';
import { countText, numberText } from '../numbers';
import { Button } from '../ui/button';
import { ShowMore } from '../ui/show-more';
import { messageOf, Notice, Skeleton } from '../ui/states';
import { When } from '../ui/when';
import { importDetail, importList, undoneText, useUndoImport } from './use-undo-import';

/** Earlier imports, each with a way to undo it. Empty if there are none. */
export function ImportHistory({ taxonomyId }: { taxonomyId: string }) {
  const list = useInfiniteQuery(importList(taxonomyId));
  const { data, error, hasNextPage, refetch } = list;
  const imports = data?.pages.flatMap(({ items }) => items) ?? [];
  if (error && !data)
    return (
      <Notice
        tone="error"
        title="Earlier imports could not be loaded"
        action={<Button onClick={() => void refetch()}>Try again</Button>}
      >
        {messageOf(error)}
      </Notice>
    );
  if (imports.length === 0) return null;
  return (
    <section aria-label="Earlier imports" className="flex flex-col gap-2">
      <h3 className="font-medium">Earlier imports</h3>
      <ul className="divide-y rounded-lg border">
        {imports.map((each) => (
          <ImportLine key={each.id} summary={each} />
        ))}
      </ul>
      {hasNextPage && (
        <ShowMore list={list} size="small">
          Show older imports
        </ShowMore>
      )}
    </section>
  );
}

function ImportLine({ summary }: { summary: ImportSummary }) {
  const { id, source, importedBy, createdAt, added, changed, undone } = summary;
  const undo = useUndoImport();
  return (
    <li className="flex flex-col gap-1 px-3 py-2">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="min-w-0 flex-1">
          <span className="font-medium">{source}</span>
          <span className="block text-sm text-muted">
            {numberText(added)} new, {numberText(changed)} changed · {importedBy}, <When iso={createdAt} />
          </span>
        </span>
        {!undone && (
          <Button size="small" icon={Undo2} isBusy={undo.isPending} onClick={() => undo.mutate(id)}>
            Undo<span className="sr-only"> the import of {source}</span>
          </Button>
        )}
      </div>
      {undo.error && (
        <p role="alert" className="text-sm text-rejected">
          It was not undone. {messageOf(undo.error)}
        </p>
      )}
      {undone && <UndoOutcome summary={summary} />}
    </li>
  );
}

/** What the undo of an import did, and which leaves it kept and why. */
export function UndoOutcome({ summary }: { summary: ImportSummary }) {
  const [isOpen, setOpen] = useState(false);
  const kept = summary.undone?.kept ?? 0;
  return (
    <div className="text-sm">
      <p>{undoneText(summary)}</p>
      {kept > 0 && (
        <details onToggle={(event) => setOpen(event.currentTarget.open)}>
          <summary className="text-muted">{countText(kept, 'leaf stays', 'leaves stay')}</summary>
          {isOpen && <KeptLeaves importId={summary.id} kept={kept} />}
        </details>
      )}
    </div>
  );
}

function KeptLeaves({ importId, kept }: { importId: string; kept: number }) {
  const { data, error } = useQuery(importDetail(importId));
  if (error) return <p role="alert">{messageOf(error)}</p>;
  if (!data) return <Skeleton className="h-5 w-full" />;
  const more = kept - data.keptLeaves.length;
  return (
    <ul className="mt-1 flex max-h-40 flex-col gap-1 overflow-y-auto">
      {data.keptLeaves.map(({ nodeId, path, reason }) => (
        <li key={nodeId}>
          {path}: <span className="text-muted">{reason}</span>
        </li>
      ))}
      {more > 0 && <li className="text-muted">and {numberText(more)} more</li>}
    </ul>
  );
}
