'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Tokenizer } from '@/taxonomy/datasets/contract-student';
import { api, queryKeyOf } from '../api';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { messageOf, Notice } from '../ui/states';

type RemoveProps = { tokenizer: Tokenizer; onClose: () => void };

export function RemoveTokenizerDialog({ tokenizer: { id, name }, onClose }: RemoveProps) {
  const client = useQueryClient();
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => api.delete('/api/v1/tokenizers/{tokenizerId}', { params: { tokenizerId: id } }),
    onSuccess: onClose,
    onSettled: () => client.invalidateQueries({ queryKey: queryKeyOf('/api/v1/tokenizers') }),
  });
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={`Remove ${name}?`}
      description="Versions can no longer be read with it. Files that were exported stay as they are."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="danger" isBusy={isPending} onClick={() => mutate()}>
            Remove tokenizer
          </Button>
        </>
      }
    >
      {error && (
        <Notice tone="error" title="The tokenizer was not removed">
          {messageOf(error)}
        </Notice>
      )}
    </Dialog>
  );
}
