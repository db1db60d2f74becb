'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { limits } from '@/taxonomy/generation/vocabulary';
import { api, queryKeyOf } from '../api';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { Field } from '../ui/field';
import { Input } from '../ui/input';
import { messageOf, Notice } from '../ui/states';

/** Uploads a file as an evaluation set. */
export function AddEvaluationSetDialog({ onClose }: { onClose: () => void }) {
  const formId = useId();
  const client = useQueryClient();
  const [name, setName] = useState('');
  const [field, setField] = useState('');
  const [file, setFile] = useState<File | null>(null);
  const { mutate, isPending, error } = useMutation({
    mutationFn: (chosen: File) => {
      const body = new FormData();
      body.append('file', chosen);
      return api.post('/api/v1/evaluation-sets', { query: { name, ...(field.trim() && { field }) }, body });
    },
    onSuccess: onClose,
    onSettled: () => client.invalidateQueries({ queryKey: queryKeyOf('/api/v1/evaluation-sets') }),
  });
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Add an evaluation set"
      description="New runs are checked against it. Samples that exist already are not."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form={formId} isBusy={isPending}>
            {isPending ? 'Reading the file…' : 'Add evaluation set'}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (file && !isPending) mutate(file);
        }}
      >
        <Field label="Name">
          <Input
            required
            autoComplete="off"
            maxLength={limits.evaluationSetName}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        </Field>
        <Field
          label="File"
          hint="JSON lines, or one question per line. Of each question, the first 20,000 characters count."
        >
          <Input
            type="file"
            required
            accept=".jsonl,.txt"
            className="py-1"
            onChange={({ target }) => {
              const [chosen] = target.files ?? [];
              setFile(chosen ?? null);
              if (chosen && name === '')
                setName(chosen.name.replace(/\.[^.]+$/, '').slice(0, limits.evaluationSetName));
            }}
          />
        </Field>
        <Field
          label="Field of the question"
          hint="In JSON lines. Leave empty for a usual name, such as question or prompt."
        >
          <Input autoComplete="off" maxLength={200} value={field} onChange={(event) => setField(event.target.value)} />
        </Field>
        {error && (
          <Notice tone="error" title="The evaluation set was not added">
            {messageOf(error)}
          </Notice>
        )}
      </form>
    </Dialog>
  );
}
