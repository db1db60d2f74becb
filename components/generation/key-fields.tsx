'use client';

import type { UpdateTeacherRequest } from '@/taxonomy/generation/contract-teachers';
import { limits, variablePattern } from '@/taxonomy/generation/vocabulary';
import { Field } from '../ui/field';
import { Input } from '../ui/input';
import { RadioGroup } from '../ui/choice';

export type KeyChoice = { kind: 'keep' | 'none' | 'stored' | 'environment'; value: string };

/** The part of the request that changes the key; a key that is kept is left out. */
export function keyRequest({ kind, value }: KeyChoice): Pick<UpdateTeacherRequest, 'apiKey' | 'apiKeyEnv'> {
  if (kind === 'keep') return {};
  if (kind === 'none') return { apiKey: null, apiKeyEnv: null };
  return kind === 'stored' ? { apiKey: value } : { apiKeyEnv: value };
}

type KeyFieldsProps = {
  choice: KeyChoice;
  onChange: (choice: KeyChoice) => void;
  canKeep: boolean;
  mayNameVariable: boolean;
};

/** How Seedleaf authenticates with a server: without a key, with a stored key, or with one from the environment. */
export function KeyFields({ choice, onChange, canKeep, mayNameVariable }: KeyFieldsProps) {
  const options = [
    ...(canKeep ? [{ value: 'keep' as const, label: 'Keep the current key' }] : []),
    { value: 'none' as const, label: 'None' },
    { value: 'stored' as const, label: 'Enter a key (stored encrypted)' },
    ...(mayNameVariable ? [{ value: 'environment' as const, label: 'From an environment variable' }] : []),
  ];
  return (
    <div className="flex flex-col gap-2">
      <RadioGroup
        label="API key"
        layout="row"
        value={choice.kind}
        onChange={(kind) => onChange({ kind, value: '' })}
        options={options}
      />
      {choice.kind === 'stored' && (
        <Field label="The key" hint="It is stored encrypted and never shown again">
          <Input
            type="password"
            required
            autoComplete="off"
            maxLength={limits.apiKey}
            value={choice.value}
            onChange={(event) => onChange({ ...choice, value: event.target.value })}
          />
        </Field>
      )}
      {choice.kind === 'environment' && (
        <Field label="Variable name" hint="Set where Seedleaf and its workers run">
          <Input
            required
            maxLength={limits.variable}
            pattern={variablePattern}
            value={choice.value}
            onChange={(event) => onChange({ ...choice, value: event.target.value })}
          />
        </Field>
      )}
    </div>
  );
}
