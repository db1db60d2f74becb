'use client';

import { PlugZap } from 'lucide-react';
import { useId, useState, type FormEvent } from 'react';
import type { Teacher } from '@/taxonomy/generation/contract';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { Field } from '../ui/field';
import { Input } from '../ui/input';
import { messageOf, Notice } from '../ui/states';
import { KeyFields, keyRequest, type KeyChoice } from './key-fields';
import { useAddTeacher, useChangeTeacher, useTryServer } from './teachers-api';

export type TeacherDraft = Pick<Teacher, 'name' | 'baseUrl' | 'model'> &
  Partial<Pick<Teacher, 'slots' | 'timeoutSeconds' | 'extraFields'>>;

type TeacherDialogProps = {
  draft: TeacherDraft;
  /** The one that is changed; a new one without it. */
  teacher?: Teacher;
  isOwner: boolean;
  onClose: () => void;
  /** Gets a new teacher, where it is put to use at once. */
  onAdded?: (teacher: Teacher) => void;
};

/** Adds or changes a server, and tests it before it is saved. */
export function TeacherDialog({ draft, teacher, isOwner, onClose, onAdded }: TeacherDialogProps) {
  const ids = { form: useId(), models: useId() };
  const [name, setName] = useState(draft.name);
  const [baseUrl, setBaseUrl] = useState(draft.baseUrl);
  const [model, setModel] = useState(draft.model);
  const [slots, setSlots] = useState(String(draft.slots ?? 4));
  const [timeout, setTimeoutSeconds] = useState(String(draft.timeoutSeconds ?? 120));
  const [extra, setExtra] = useState(extraText(draft.extraFields));
  const [choice, setChoice] = useState<KeyChoice>({ kind: teacher ? 'keep' : 'none', value: '' });
  const add = useAddTeacher((added) => {
    onAdded?.(added);
    onClose();
  });
  const change = useChangeTeacher(onClose);
  const trial = useTryServer();
  const isBuiltIn = teacher !== undefined && teacher.isPractice && !teacher.baseUrl.startsWith('http');
  const saving = teacher ? change : add;

  const extraFields = extraOf(extra);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (saving.isPending || extraFields === null) return;
    const common = { name, slots: Number(slots), timeoutSeconds: Number(timeout), extraFields };
    const server = isBuiltIn ? {} : { baseUrl, model };
    if (teacher) change.mutate({ id: teacher.id, ...common, ...server, ...keyRequest(choice) });
    else add.mutate({ ...common, baseUrl, model, ...givenKey(choice) });
  };
  const tryServer = () =>
    trial.mutate(
      { baseUrl, ...(model && { model }), ...givenKey(choice), ...(extraFields && { extraFields }) },
      { onSuccess: ({ models: [first, ...others] }) => first && others.length === 0 && setModel(first) },
    );
  return (
    <Dialog
      isOpen
      onClose={onClose}
      width="medium"
      title={teacher ? `Change ${teacher.name}` : 'Add a teacher'}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          {!isBuiltIn && (
            <Button
              icon={PlugZap}
              isBusy={trial.isPending}
              disabled={!baseUrl || choice.kind === 'keep' || extraFields === null}
              onClick={tryServer}
            >
              Test connection
            </Button>
          )}
          <Button variant="primary" type="submit" form={ids.form} isBusy={saving.isPending}>
            {teacher ? 'Save changes' : 'Add teacher'}
          </Button>
        </>
      }
    >
      <form id={ids.form} onSubmit={submit} className="flex flex-col gap-4">
        <Field label="Name">
          <Input
            required
            maxLength={100}
            autoComplete="off"
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        </Field>
        {!isBuiltIn && (
          <>
            <Field label="Address" hint="Up to and with /v1, such as http://127.0.0.1:11434/v1">
              <Input
                type="url"
                required
                maxLength={500}
                value={baseUrl}
                onChange={(event) => setBaseUrl(event.target.value)}
              />
            </Field>
            <Field label="Model" hint="Test the connection to see which models it has">
              <Input
                required
                maxLength={300}
                list={ids.models}
                value={model}
                onChange={(event) => setModel(event.target.value)}
              />
            </Field>
            <datalist id={ids.models}>
              {trial.data?.models.map((offered) => (
                <option key={offered} value={offered}>
                  {offered}
                </option>
              ))}
            </datalist>
            <KeyFields choice={choice} onChange={setChoice} canKeep={teacher !== undefined} mayNameVariable={isOwner} />
          </>
        )}
        <div className="grid grid-cols-2 gap-4">
          <Field label="Parallel requests">
            <Input
              type="number"
              required
              min={1}
              max={1024}
              value={slots}
              onChange={(event) => setSlots(event.target.value)}
            />
          </Field>
          <Field label="Timeout (s)">
            <Input
              type="number"
              required
              min={1}
              max={3600}
              value={timeout}
              onChange={(event) => setTimeoutSeconds(event.target.value)}
            />
          </Field>
        </div>
        {!isBuiltIn && (
          <Field
            label="Extra request fields"
            hint='JSON that is added to each request, such as {"enable_thinking": false}'
            {...(extraFields === null && { error: 'Not a JSON object. Leave it empty for none.' })}
          >
            <Input
              autoComplete="off"
              maxLength={4000}
              value={extra}
              onChange={(event) => setExtra(event.target.value)}
            />
          </Field>
        )}
        <div aria-live="polite">
          {trial.data && (
            <Notice tone={trial.data.ok ? 'success' : 'error'}>
              {[trial.data.message, ...trial.data.adapted].join(' ')}
            </Notice>
          )}
        </div>
        {(trial.error ?? saving.error) && (
          <Notice tone="error" title={saving.error ? 'Not saved' : 'Not tested'}>
            {messageOf(saving.error ?? trial.error)}
          </Notice>
        )}
      </form>
    </Dialog>
  );
}

/** For a new teacher and for a test there is nothing to keep or take away. */
function givenKey({ kind, value }: KeyChoice): { apiKey?: string; apiKeyEnv?: string } {
  if (!value) return {};
  if (kind === 'stored') return { apiKey: value };
  return kind === 'environment' ? { apiKeyEnv: value } : {};
}

const extraText = (fields: Teacher['extraFields'] = {}): string =>
  Object.keys(fields).length === 0 ? '' : JSON.stringify(fields);

/** The fields that a person wrote; null while they are no JSON object. */
function extraOf(text: string): Teacher['extraFields'] | null {
  if (text.trim() === '') return {};
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null;
  } catch {
    return null;
  }
}
