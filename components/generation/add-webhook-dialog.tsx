'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { limits } from '@/taxonomy/generation/vocabulary';
import { CopiedText } from '../accounts/copied-text';
import { api, queryKeyOf } from '../api';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { Field } from '../ui/field';
import { Input } from '../ui/input';
import { messageOf, Notice } from '../ui/states';
import { EventFields } from './event-fields';
import { chosenOf, eventsOf } from './webhook-events';

/** Adds a webhook, and then shows its secret, once. */
export function AddWebhookDialog({ onClose }: { onClose: () => void }) {
  const formId = useId();
  const client = useQueryClient();
  const [url, setUrl] = useState('');
  const [chosen, setChosen] = useState(chosenOf([]));
  const { mutate, isPending, error, data } = useMutation({
    mutationFn: () => api.post('/api/v1/webhooks', { body: { url, events: eventsOf(chosen) } }),
    onSettled: () => client.invalidateQueries({ queryKey: queryKeyOf('/api/v1/webhooks') }),
  });
  if (data) {
    return (
      <Dialog
        isOpen
        onClose={onClose}
        title="The webhook was added"
        description="The secret signs its deliveries and is shown only once. Store it where they are received."
        footer={
          <Button variant="primary" onClick={onClose}>
            Done
          </Button>
        }
      >
        <dl className="flex flex-col gap-2">
          <dt className="text-muted">Secret</dt>
          <dd className="min-w-0">
            <CopiedText text={data.secret} testId="webhook-secret" />
          </dd>
        </dl>
      </Dialog>
    );
  }
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Add a webhook"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form={formId} disabled={chosen.length === 0} isBusy={isPending}>
            Add webhook
          </Button>
        </>
      }
    >
      <form
        id={formId}
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (!isPending) mutate();
        }}
      >
        <Field label="Address" hint="It gets a POST request with JSON, such as https://example.org/hooks/seedleaf">
          <Input
            type="url"
            required
            autoComplete="off"
            maxLength={limits.address}
            value={url}
            onChange={(event) => setUrl(event.target.value)}
          />
        </Field>
        <EventFields chosen={chosen} onChange={setChosen} />
        {error && (
          <Notice tone="error" title="The webhook was not added">
            {messageOf(error)}
          </Notice>
        )}
      </form>
    </Dialog>
  );
}
