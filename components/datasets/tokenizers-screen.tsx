'use client';

import { useQuery } from '@tanstack/react-query';
import { Binary, Plus } from 'lucide-react';
import { useState } from 'react';
import type { Tokenizer } from '@/taxonomy/datasets/contract-student';
import { query } from '../api';
import { countText } from '../numbers';
import { Button } from '../ui/button';
import { laterDialog } from '../ui/later-dialog';
import { Page } from '../ui/page';
import { EmptyState, ErrorState, Skeleton } from '../ui/states';
import { When } from '../ui/when';

const AddDialog = laterDialog(() => import('./add-tokenizer-dialog').then((module) => module.AddTokenizerDialog));
const RemoveDialog = laterDialog(() =>
  import('./remove-tokenizer-dialog').then((module) => module.RemoveTokenizerDialog),
);

/** The tokenizers of the models that are to be trained. */
export function TokenizersScreen({ canCurate }: { canCurate: boolean }) {
  const { data, error, refetch } = useQuery(query('/api/v1/tokenizers'));
  const [isAdding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<Tokenizer | null>(null);
  const add = canCurate && (
    <Button variant="primary" icon={Plus} onClick={() => setAdding(true)}>
      Add tokenizer…
    </Button>
  );
  return (
    <Page
      crumbs={[{ label: 'Settings', href: '/settings' }, { label: 'Tokenizers' }]}
      width="read"
      action={data && data.items.length > 0 && add}
    >
      <div className="flex flex-col gap-6">
        <p className="text-muted">
          How the models that you will train read text. With a model’s tokenizer, a dataset version shows exactly which
          tokens will be learned, and which rows are too long.
        </p>
        {error && !data && <ErrorState error={error} onRetry={() => void refetch()} />}
        {!data && !error && <Skeleton className="h-32 w-full" />}
        {data?.items.length === 0 && (
          <EmptyState icon={Binary} title="No tokenizer yet" action={add || undefined}>
            {canCurate
              ? 'Upload the tokenizer.json of a model. Until then, tokens are counted with cl100k.'
              : 'Ask a curator to add one.'}
          </EmptyState>
        )}
        {data && data.items.length > 0 && (
          <ul className="flex flex-col">
            {data.items.map((tokenizer) => (
              <li key={tokenizer.id} className="flex flex-wrap items-center justify-between gap-2 border-t py-3">
                <span className="min-w-0">
                  <bdi className="font-medium break-words">{tokenizer.name}</bdi>
                  <span className="block text-sm text-muted">
                    {countText(tokenizer.vocabulary, 'token')},{' '}
                    {tokenizer.hasChatTemplate ? 'with a chat template' : 'without a chat template'}, added by{' '}
                    {tokenizer.addedBy}, <When iso={tokenizer.createdAt} />
                  </span>
                </span>
                {canCurate && (
                  <Button size="small" onClick={() => setRemoving(tokenizer)}>
                    Remove<span className="sr-only"> {tokenizer.name}</span>
                  </Button>
                )}
              </li>
            ))}
          </ul>
        )}
      </div>
      {isAdding && <AddDialog onClose={() => setAdding(false)} />}
      {removing && <RemoveDialog tokenizer={removing} onClose={() => setRemoving(null)} />}
    </Page>
  );
}
