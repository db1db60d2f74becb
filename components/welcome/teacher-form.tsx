'use client';

import { PlugZap } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import type { Teacher, TeacherTest } from '@/taxonomy/generation/contract';
import { Button } from '../ui/button';
import { Field } from '../ui/field';
import { Input } from '../ui/input';
import { messageOf, Notice } from '../ui/states';
import { useAddTeacher, useTestTeacher } from './api';

type TeacherFormProps = { onAdded: (teacher: Teacher) => void; onCancel: () => void };

/** A server by its address, tried before it is kept. */
export function TeacherForm({ onAdded, onCancel }: TeacherFormProps) {
  const [baseUrl, setBaseUrl] = useState('');
  const [model, setModel] = useState('');
  const [apiKey, setApiKey] = useState('');
  const test = useTestTeacher();
  const add = useAddTeacher(onAdded);
  const key = apiKey ? { apiKey } : {};

  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate({ name: model.slice(0, 100), baseUrl, model, ...key });
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-3 rounded-lg border bg-surface p-4">
      <div className="grid gap-3 md:grid-cols-3">
        <Field label="Address" hint="Up to and with /v1">
          <Input
            type="url"
            required
            value={baseUrl}
            onChange={(event) => setBaseUrl(event.target.value)}
            placeholder="https://api.example.com/v1"
          />
        </Field>
        <Field label="Model" hint="As the server calls it">
          <Input required list="offered-models" value={model} onChange={(event) => setModel(event.target.value)} />
        </Field>
        <Field label="Key" hint="Empty when the server wants none">
          <Input
            type="password"
            autoComplete="off"
            value={apiKey}
            onChange={(event) => setApiKey(event.target.value)}
          />
        </Field>
      </div>
      <datalist id="offered-models">
        {test.data?.models.map((name) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </datalist>
      {test.data && <TestOutcome test={test.data} />}
      {(test.error ?? add.error) && (
        <Notice tone="error" title="That did not work">
          {messageOf(test.error ?? add.error)}
        </Notice>
      )}
      <div className="flex flex-wrap justify-end gap-2">
        <Button variant="ghost" onClick={onCancel}>
          Cancel
        </Button>
        <Button
          icon={PlugZap}
          isBusy={test.isPending}
          disabled={!baseUrl}
          onClick={() => test.mutate({ baseUrl, ...(model && { model }), ...key })}
        >
          Test the connection
        </Button>
        <Button type="submit" variant="primary" isBusy={add.isPending}>
          Use this teacher
        </Button>
      </div>
    </form>
  );
}

const TestOutcome = ({ test }: { test: TeacherTest }) => (
  <Notice tone={test.ok ? 'success' : 'error'}>
    {test.message}
    {test.latencyMs !== null && ` It answered in ${test.latencyMs.toLocaleString('en')} ms.`}
  </Notice>
);
