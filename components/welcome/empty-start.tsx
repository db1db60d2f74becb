'use client';

import { Leaf } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import type { TreeModel } from '../tree/model';
import { useNodeChanges } from '../tree/use-node-changes';
import { Button, ButtonLink } from '../ui/button';
import { laterDialog } from '../ui/later-dialog';
import { Term } from '../ui/term';

const NewNodeDialog = laterDialog(() => import('../tree/new-node-dialog').then((module) => module.NewNodeDialog));

type EmptyStartProps = { taxonomyId: string; model: TreeModel; onBack: () => void };

/** What an empty taxonomy contains, and the first step. */
export function EmptyStart({ taxonomyId, model, onBack }: EmptyStartProps) {
  const router = useRouter();
  const { create } = useNodeChanges(taxonomyId);
  const [isCreating, setCreating] = useState(false);
  return (
    <div className="flex flex-col gap-3 rounded-lg border bg-surface p-4">
      <div>
        <h3 className="font-semibold">Start empty</h3>
        <p className="text-muted">
          Your taxonomy has three empty <Term word="branch">branches</Term>: knowledge, foundational skills and
          compositional skills. Create the first <Term word="leaf" />, then write its seed examples. The sample and the
          import stay available while the taxonomy is empty.
        </p>
      </div>
      <div className="flex flex-wrap gap-2">
        <Button variant="primary" icon={Leaf} onClick={() => setCreating(true)}>
          Create the first leaf
        </Button>
        <ButtonLink href="/taxonomy">Open the empty taxonomy</ButtonLink>
        <Button variant="ghost" onClick={onBack}>
          Back
        </Button>
      </div>
      {isCreating && (
        <NewNodeDialog
          model={model}
          parent={null}
          what="leaf"
          create={create}
          onClose={() => setCreating(false)}
          onMade={(leaf) => router.push(`/taxonomy/${leaf.id}`)}
        />
      )}
    </div>
  );
}
