'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { maxTokenizerName } from '@/taxonomy/datasets/vocabulary-student';
import { api, queryKeyOf } from '../api';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { Field } from '../ui/field';
import { Input } from '../ui/input';
import { messageOf, Notice } from '../ui/states';

/** Uploads the files of a tokenizer. */
export function AddTokenizerDialog({ onClose }: { onClose: () => void }) {
  const formId = useId();
  const client = useQueryClient();
  const [name, setName] = useState('');
  const [files, setFiles] = useState<File[]>([]);
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => {
      const body = new FormData();
      for (const file of files) body.append('file', file);
      return api.post('/api/v1/tokenizers', { query: { name }, body });
    },
    onSuccess: onClose,
    onSettled: () => client.invalidateQueries({ queryKey: queryKeyOf('/api/v1/tokenizers') }),
  });
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Add a tokenizer"
      description="It is loaded once to see that it works."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form={formId} isBusy={isPending}>
            {isPending ? 'Reading the files…' : 'Add tokenizer'}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (files.length > 0 && !isPending) mutate();
        }}
      >
        <Field label="Name" hint="Of the model, such as granite-3.3-8b-base.">
          <Input
            required
            autoComplete="off"
            maxLength={maxTokenizerName}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        </Field>
        <Field
          label="Files"
          hint="tokenizer.json, at most 36 MB. Choose tokenizer_config.json and chat_template.jinja with it, if the model has them."
        >
          <Input
            type="file"
            required
            multiple
            accept=".json,.jinja"
            className="py-1"
            onChange={({ target }) => setFiles([...(target.files ?? [])])}
          />
        </Field>
        {error && (
          <Notice tone="error" title="The tokenizer was not added">
            {messageOf(error)}
          </Notice>
        )}
      </form>
    </Dialog>
  );
}
