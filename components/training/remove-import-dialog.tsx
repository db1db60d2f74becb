'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { EvaluationImport } from '@/taxonomy/training/contract';
import { countText } from '../numbers';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { messageOf, Notice } from '../ui/states';
import { forgetResults, removeImport } from './api';

type RemoveImportDialogProps = { given: EvaluationImport; onClose: () => void };

export function RemoveImportDialog({ given, onClose }: RemoveImportDialogProps) {
  const client = useQueryClient();
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => removeImport(given.id),
    onSuccess: onClose,
    onSettled: () => forgetResults(client),
  });
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={`Remove ${given.fileName}?`}
      description={`${countText(given.results, 'result')} of ${given.modelName} will not be shown any more. The file can be imported again.`}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="danger" isBusy={isPending} onClick={() => mutate()}>
            Remove import
          </Button>
        </>
      }
    >
      {error && (
        <Notice tone="error" title="The import was not removed">
          {messageOf(error)}
        </Notice>
      )}
    </Dialog>
  );
}
