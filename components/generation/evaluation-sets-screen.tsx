'use client';

import { useQuery } from '@tanstack/react-query';
import { FlaskConicalOff, Plus } from 'lucide-react';
import { useState } from 'react';
import type { EvaluationSet } from '@/taxonomy/generation/contract-evaluation-sets';
import { query } from '../api';
import { countText } from '../numbers';
import { Button } from '../ui/button';
import { laterDialog } from '../ui/later-dialog';
import { Page } from '../ui/page';
import { EmptyState, ErrorState, Skeleton } from '../ui/states';
import { When } from '../ui/when';

const AddDialog = laterDialog(() =>
  import('./add-evaluation-set-dialog').then((module) => module.AddEvaluationSetDialog),
);
const RemoveDialog = laterDialog(() =>
  import('./remove-evaluation-set-dialog').then((module) => module.RemoveEvaluationSetDialog),
);

/** The texts of tests that no new sample may be like. */
export function EvaluationSetsScreen({ canCurate }: { canCurate: boolean }) {
  const { data, error, refetch } = useQuery(query('/api/v1/evaluation-sets'));
  const [isAdding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<EvaluationSet | null>(null);
  const add = canCurate && (
    <Button variant="primary" icon={Plus} onClick={() => setAdding(true)}>
      Add evaluation set…
    </Button>
  );
  return (
    <Page
      crumbs={[{ label: 'Settings', href: '/settings' }, { label: 'Evaluation sets' }]}
      width="read"
      action={data && data.items.length > 0 && add}
    >
      <div className="flex flex-col gap-6">
        <p className="text-muted">
          The questions of tests, such as benchmarks, on which your models will be measured. New runs drop rows that are
          like one of them: the questions are nearly the same, or they share 13 words in a row. A model that has seen
          its test looks better than it is.
        </p>
        {error && !data && <ErrorState error={error} onRetry={() => void refetch()} />}
        {!data && !error && <Skeleton className="h-32 w-full" />}
        {data?.items.length === 0 && (
          <EmptyState icon={FlaskConicalOff} title="No evaluation set yet" action={add || undefined}>
            {canCurate ? 'Upload a file of JSON lines, or of one question per line.' : 'Ask a curator to add one.'}
          </EmptyState>
        )}
        {data && data.items.length > 0 && (
          <ul className="flex flex-col">
            {data.items.map((set) => (
              <li key={set.id} className="flex flex-wrap items-center justify-between gap-2 border-t py-3">
                <span className="min-w-0">
                  <bdi className="font-medium break-words">{set.name}</bdi>
                  <span className="block text-sm text-muted">
                    {countText(set.texts, 'text')}, added by {set.addedBy}, <When iso={set.createdAt} />
                  </span>
                </span>
                {canCurate && (
                  <Button size="small" onClick={() => setRemoving(set)}>
                    Remove<span className="sr-only"> {set.name}</span>
                  </Button>
                )}
              </li>
            ))}
          </ul>
        )}
      </div>
      {isAdding && <AddDialog onClose={() => setAdding(false)} />}
      {removing && <RemoveDialog set={removing} onClose={() => setRemoving(null)} />}
    </Page>
  );
}
