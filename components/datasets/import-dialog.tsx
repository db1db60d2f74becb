'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import type { ImportReport } from '@/taxonomy/datasets/contract-imported';
import { maxDatasetName } from '@/taxonomy/datasets/vocabulary-limits';
import { api } from '../api';
import { countText, numberText } from '../numbers';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { Field } from '../ui/field';
import { Input } from '../ui/input';
import { messageOf, Notice } from '../ui/states';
import { importedSets } from './api';

const noFields = { licence: '', source: '', question: '', answer: '', context: '' };

/** Looks at a file first, and imports it when a person has seen what it is. */
export function ImportDialog({ onClose }: { onClose: () => void }) {
  const formId = useId();
  const client = useQueryClient();
  const [name, setName] = useState('');
  const [fields, setFields] = useState(noFields);
  const [file, setFile] = useState<File | null>(null);
  const [seen, setSeen] = useState<ImportReport | null>(null);
  const { mutate, isPending, error } = useMutation({
    mutationFn: ({ chosen, isDryRun }: { chosen: File; isDryRun: boolean }) => {
      const body = new FormData();
      body.append('file', chosen);
      const given = Object.fromEntries(Object.entries(fields).filter(([, text]) => text.trim() !== ''));
      const query = { name, ...given, isDryRun: String(isDryRun), skipsBad: String(!isDryRun) };
      return api.post('/api/v1/datasets/imported', { query, body });
    },
    onSuccess: (report) => (report.setId === null ? setSeen(report) : onClose()),
    onSettled: () => client.invalidateQueries({ queryKey: importedSets.queryKey }),
  });
  const canImport = seen !== null && seen.rows > 0;
  const set = (change: Partial<typeof noFields>) => {
    setFields({ ...fields, ...change });
    setSeen(null);
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Import a dataset"
      description="To be replayed by versions. Nothing of it is reviewed."
      width="medium"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form={formId} isBusy={isPending}>
            {isPending ? 'Reading the file…' : canImport ? `Import ${countText(seen.rows, 'row')}` : 'Check file'}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (file && !isPending) mutate({ chosen: file, isDryRun: !canImport });
        }}
      >
        <Field
          label="File"
          hint="JSON lines, JSON, CSV or Parquet, with messages, conversations, prompt and completion, or instruction and output."
        >
          <Input
            type="file"
            required
            accept=".jsonl,.ndjson,.json,.csv,.tsv,.parquet"
            className="py-1"
            onChange={({ target }) => {
              const [chosen] = target.files ?? [];
              setFile(chosen ?? null);
              setSeen(null);
              if (chosen && name === '') setName(chosen.name.replace(/\.[^.]+$/, '').slice(0, maxDatasetName));
            }}
          />
        </Field>
        <Field label="Name">
          <Input
            required
            autoComplete="off"
            maxLength={maxDatasetName}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        </Field>
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label="Licence">
            <Input
              autoComplete="off"
              maxLength={200}
              value={fields.licence}
              onChange={(e) => set({ licence: e.target.value })}
            />
          </Field>
          <Field label="Source" hint="Where it is from, such as an address">
            <Input
              autoComplete="off"
              maxLength={500}
              value={fields.source}
              onChange={(e) => set({ source: e.target.value })}
            />
          </Field>
        </div>
        <details>
          <summary className="w-fit py-1 font-medium">Fields with other names</summary>
          <div className="mt-2 grid gap-4 sm:grid-cols-3">
            <Field label="Question">
              <Input autoComplete="off" value={fields.question} onChange={(e) => set({ question: e.target.value })} />
            </Field>
            <Field label="Answer">
              <Input autoComplete="off" value={fields.answer} onChange={(e) => set({ answer: e.target.value })} />
            </Field>
            <Field label="Context">
              <Input autoComplete="off" value={fields.context} onChange={(e) => set({ context: e.target.value })} />
            </Field>
          </div>
        </details>
        {error && (
          <Notice tone="error" title="The dataset was not imported">
            {messageOf(error)}
          </Notice>
        )}
        {seen && !error && <Seen report={seen} />}
      </form>
    </Dialog>
  );
}

/** What the file would give. */
const Seen = ({ report: { unit, shape, rows, bad, problems, examples } }: { report: ImportReport }) => (
  <div className="flex flex-col gap-3" role="status">
    <p>
      {countText(rows, 'conversation')}
      {shape && ` (${shape})`}
      {bad > 0 && `; ${countText(bad, unit)} would be left out`}.
    </p>
    {problems.length > 0 && (
      <Notice tone="warning" title={unit === 'line' ? 'Lines that are no conversations' : 'Rows that are no conversations'}>
        <ul>
          {problems.map(({ line, problem }) => (
            <li key={line}>
              {unit === 'line' ? 'Line' : 'Row'} {numberText(line)}: {problem}
            </li>
          ))}
        </ul>
      </Notice>
    )}
    {examples[0] && (
      <dl className="flex max-h-48 flex-col gap-1 overflow-y-auto rounded-md border bg-sunken p-2 text-sm">
        {examples[0].map(({ role, content }, i) => (
          <div key={i}>
            <dt className="text-xs font-medium text-muted">{role}</dt>
            <dd dir="auto" className="whitespace-pre-wrap">
              {content}
            </dd>
          </div>
        ))}
      </dl>
    )}
  </div>
);
