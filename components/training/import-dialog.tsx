'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { evaluationLimits } from '@/taxonomy/training/vocabulary';
import { countText } from '../numbers';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { Field } from '../ui/field';
import { Input } from '../ui/input';
import { messageOf, Notice } from '../ui/states';
import { addImport, forgetResults } from './api';

type ImportDialogProps = {
  /** Models that have results, to choose from while typing. */
  models: readonly string[];
  onClose: () => void;
};

/** Uploads a file of results. It stays open to show warnings, and for the next file. */
export function ImportDialog({ models, onClose }: ImportDialogProps) {
  const id = useId();
  const client = useQueryClient();
  const [model, setModel] = useState('');
  const [base, setBase] = useState('');
  const [judgedModel, setJudgedModel] = useState('');
  const [file, setFile] = useState<File | null>(null);
  const { mutate, isPending, error, data } = useMutation({
    mutationFn: (chosen: File) =>
      addImport({ model, base: base.trim(), judgedModel: judgedModel.trim(), file: chosen }),
    onSettled: () => forgetResults(client),
  });
  const [added] = data?.files ?? [];
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Import results"
      description="What lm-evaluation-harness, MT-Bench or InstructLab’s evaluators wrote, at most 10 MB a file. Folders can be imported on the command line."
      footer={
        <>
          <Button onClick={onClose}>{added ? 'Done' : 'Cancel'}</Button>
          <Button variant="primary" type="submit" form={`${id}-form`} isBusy={isPending}>
            Import
          </Button>
        </>
      }
    >
      <form
        id={`${id}-form`}
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (file && !isPending) mutate(file);
        }}
      >
        <Field label="File" hint="results_….json, …_single.jsonl, or the result of an InstructLab evaluator as JSON.">
          <Input
            type="file"
            required
            accept=".json,.jsonl"
            className="py-1"
            onChange={({ target }) => setFile(target.files?.[0] ?? null)}
          />
        </Field>
        <Field label="Model" hint="The model that was evaluated.">
          <Input
            required
            autoComplete="off"
            list={`${id}-models`}
            maxLength={evaluationLimits.modelName}
            value={model}
            onChange={(event) => setModel(event.target.value)}
          />
        </Field>
        <Field label="Base model" hint="Optional: the model to compare it with. Its results can be imported later.">
          <Input
            autoComplete="off"
            list={`${id}-models`}
            maxLength={evaluationLimits.modelName}
            value={base}
            onChange={(event) => setBase(event.target.value)}
          />
        </Field>
        <Field label="Model in the file" hint="Only for a file of MT-Bench judgments of several models.">
          <Input
            autoComplete="off"
            maxLength={300}
            value={judgedModel}
            onChange={(event) => setJudgedModel(event.target.value)}
          />
        </Field>
        <datalist id={`${id}-models`}>
          {models.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </datalist>
        {error && (
          <Notice tone="error" title="Nothing was imported">
            {messageOf(error)}
          </Notice>
        )}
        {added && (
          <div role="status">
            <Notice
              tone={added.isKnown ? 'info' : 'success'}
              title={added.isKnown ? 'Imported before' : `Imported ${countText(added.results, 'result')}`}
            >
              {added.warnings.length === 0 ? added.fileName : added.warnings.join(' ')}
            </Notice>
          </div>
        )}
      </form>
    </Dialog>
  );
}
