'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Webhook } from '@/taxonomy/generation/contract-webhooks';
import { api, queryKeyOf } from '../api';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { messageOf, Notice } from '../ui/states';

export function RemoveWebhookDialog({ webhook: { id, url }, onClose }: { webhook: Webhook; onClose: () => void }) {
  const client = useQueryClient();
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => api.delete('/api/v1/webhooks/{webhookId}', { params: { webhookId: id } }),
    onSuccess: onClose,
    onSettled: () => client.invalidateQueries({ queryKey: queryKeyOf('/api/v1/webhooks') }),
  });
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Remove this webhook?"
      description={`${url} is told nothing any more. Its secret and the list of its deliveries are deleted.`}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="danger" isBusy={isPending} onClick={() => mutate()}>
            Remove webhook
          </Button>
        </>
      }
    >
      {error && (
        <Notice tone="error" title="The webhook was not removed">
          {messageOf(error)}
        </Notice>
      )}
    </Dialog>
  );
}
