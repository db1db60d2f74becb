'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { FolderPlus, Leaf, Sprout, Upload } from 'lucide-react';
import { api } from '../api';
import { Button } from '../ui/button';
import { EmptyState, messageOf, Notice } from '../ui/states';
import { Term } from '../ui/term';
import { refreshTree } from './api';

type EmptyTaxonomyProps = {
  taxonomyId: string;
  mayEdit: boolean;
  onImport: () => void;
  onNew: (what: 'leaf' | 'folder') => void;
};

/** Shown before there is a leaf: what will be here, and how to start. */
export function EmptyTaxonomy({ taxonomyId, mayEdit, onImport, onNew }: EmptyTaxonomyProps) {
  const client = useQueryClient();
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => api.post('/api/v1/taxonomies/{taxonomyId}/starter', { params: { taxonomyId } }),
    onSuccess: () => refreshTree(client),
  });
  return (
    <EmptyState
      icon={Sprout}
      title="No leaves yet"
      action={
        mayEdit && (
          <>
            <Button variant="primary" icon={Sprout} isBusy={isPending} onClick={() => mutate()}>
              Add the sample taxonomy
            </Button>
            <Button icon={Upload} onClick={onImport}>
              Import…
            </Button>
            <Button icon={Leaf} onClick={() => onNew('leaf')}>
              New leaf
            </Button>
            <Button icon={FolderPlus} onClick={() => onNew('folder')}>
              New folder
            </Button>
          </>
        )
      }
    >
      <p>
        The tree on the left holds what a model should learn. Each <Term word="leaf">leaf</Term> of it is one task or
        subject with a few <Term word="seed">seed examples</Term>.
      </p>
      {mayEdit ? (
        <p className="mt-2">
          Start from the sample taxonomy, import your own, or create the first leaf: you choose its name and its{' '}
          <Term word="branch">branch</Term>.
        </p>
      ) : (
        <p className="mt-2">A curator has to add the first leaf.</p>
      )}
      {error && (
        <Notice tone="error" title="The sample taxonomy was not added." className="mt-3 text-left">
          {messageOf(error)}
        </Notice>
      )}
    </EmptyState>
  );
}
