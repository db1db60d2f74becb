'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import type { ImportReport, SamplesReport } from '@/taxonomy/datasets/contract-imported';
import { maxDatasetName } from '@/taxonomy/datasets/vocabulary-limits';
import { api } from '../api';
import { countText } from '../numbers';
import { Button } from '../ui/button';
import { RadioGroup } from '../ui/choice';
import { Dialog } from '../ui/dialog';
import { Field } from '../ui/field';
import { Input } from '../ui/input';
import { messageOf, Notice } from '../ui/states';
import { importedSets, sampleImports } from './api';
import { FieldsOfImport, noFields } from './import-fields';
import { readyRows, SeenSamples, SeenSet } from './import-seen';
import { LeafField, type ChosenLeaf } from './leaf-field';

type Use = 'replay' | 'review';
type Seen = { use: 'replay'; report: ImportReport } | { use: 'review'; report: SamplesReport };

const uses = [
  {
    value: 'replay',
    label: 'Replay (a dataset)',
    hint: 'Versions repeat a part of its rows. Nothing of it is reviewed.',
  },
  { value: 'review', label: 'Samples to review (a leaf)', hint: 'Its questions and answers wait for a decision.' },
] as const;

/** Looks at a file first, and imports it when a person has seen what it is. */
export function ImportDialog({ taxonomyId, onClose }: { taxonomyId: string; onClose: () => void }) {
  const formId = useId();
  const client = useQueryClient();
  const [use, setUse] = useState<Use>('replay');
  const [name, setName] = useState('');
  const [leaf, setLeaf] = useState<ChosenLeaf | null>(null);
  const [fields, setFields] = useState(noFields);
  const [file, setFile] = useState<File | null>(null);
  const [isLeafMissing, setLeafMissing] = useState(false);
  const [seen, setSeen] = useState<Seen | null>(null);
  const { mutate, isPending, error, reset } = useMutation({
    mutationFn: async ({ chosen, isDryRun }: { chosen: File; isDryRun: boolean }): Promise<Seen> => {
      const body = new FormData();
      body.append('file', chosen);
      const given = Object.fromEntries(Object.entries(fields).filter(([, text]) => text.trim() !== ''));
      const asked = { ...given, isDryRun: String(isDryRun) };
      if (use === 'review') {
        const query = { ...asked, leaf: leaf?.id ?? '' };
        return { use, report: await api.post('/api/v1/datasets/sample-imports', { query, body }) };
      }
      const query = { ...asked, name, skipsBad: String(!isDryRun) };
      return { use, report: await api.post('/api/v1/datasets/imported', { query, body }) };
    },
    onSuccess: (did) => {
      const id = did.use === 'replay' ? did.report.setId : did.report.importId;
      return id === null ? setSeen(did) : onClose();
    },
    onSettled: () =>
      Promise.all([importedSets, sampleImports].map(({ queryKey }) => client.invalidateQueries({ queryKey }))),
  });
  const rows = seen === null ? 0 : seen.use === 'replay' ? seen.report.rows : readyRows(seen.report);
  const changed = () => {
    setSeen(null);
    setLeafMissing(false);
    reset();
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Import a dataset"
      description="First you see what the file has; nothing is stored until you import it."
      width="medium"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form={formId} isBusy={isPending}>
            {isPending ? 'Reading the file…' : rows > 0 ? `Import ${countText(rows, 'row')}` : 'Check file'}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (use === 'review' && !leaf) return setLeafMissing(true);
          if (file && !isPending) mutate({ chosen: file, isDryRun: rows === 0 });
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
              changed();
              if (chosen && name === '') setName(chosen.name.replace(/\.[^.]+$/, '').slice(0, maxDatasetName));
            }}
          />
        </Field>
        <RadioGroup
          label="Use it for"
          value={use}
          options={uses}
          onChange={(value) => {
            setUse(value);
            changed();
          }}
        />
        {use === 'replay' ? (
          <Field label="Name">
            <Input
              required
              autoComplete="off"
              maxLength={maxDatasetName}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          </Field>
        ) : (
          <LeafField
            taxonomyId={taxonomyId}
            leaf={leaf}
            error={isLeafMissing ? 'Choose a leaf from the list.' : undefined}
            onPick={(chosen) => {
              setLeaf(chosen);
              changed();
            }}
          />
        )}
        <FieldsOfImport
          fields={fields}
          onChange={(change) => {
            setFields({ ...fields, ...change });
            changed();
          }}
        />
        {error && (
          <Notice tone="error" title="The file was not imported">
            {messageOf(error)}
          </Notice>
        )}
        {seen?.use === 'replay' && !error && <SeenSet report={seen.report} />}
        {seen?.use === 'review' && !error && <SeenSamples report={seen.report} />}
      </form>
    </Dialog>
  );
}
