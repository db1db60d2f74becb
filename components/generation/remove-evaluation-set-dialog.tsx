'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { EvaluationSet } from '@/taxonomy/generation/contract-evaluation-sets';
import { api, queryKeyOf } from '../api';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { messageOf, Notice } from '../ui/states';

type RemoveProps = { set: EvaluationSet; onClose: () => void };

export function RemoveEvaluationSetDialog({ set: { id, name }, onClose }: RemoveProps) {
  const client = useQueryClient();
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => api.delete('/api/v1/evaluation-sets/{setId}', { params: { setId: id } }),
    onSuccess: onClose,
    onSettled: () => client.invalidateQueries({ queryKey: queryKeyOf('/api/v1/evaluation-sets') }),
  });
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={`Remove ${name}?`}
      description="New runs are not checked against it any more. Runs that have started go on with it."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="danger" isBusy={isPending} onClick={() => mutate()}>
            Remove evaluation set
          </Button>
        </>
      }
    >
      {error && (
        <Notice tone="error" title="The evaluation set was not removed">
          {messageOf(error)}
        </Notice>
      )}
    </Dialog>
  );
}
