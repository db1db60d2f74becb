'use client';

import { useId } from 'react';
import { maxDatasetName } from '@/taxonomy/datasets/vocabulary-limits';
import { Field } from '../ui/field';
import { Input } from '../ui/input';
import { nameProblem } from './recipe-draft';

type NameFieldProps = {
  value: string;
  /** Names of existing datasets; choosing one adds a version to it. */
  names: readonly string[];
  nextNumber: number | null;
  /** The version that the settings come from. */
  continued: number | null;
  onChange: (name: string) => void;
};

export function NameField({ value, names, nextNumber, continued, onChange }: NameFieldProps) {
  const listId = useId();
  const hint =
    value.trim() === '' || nextNumber === null
      ? 'A new name creates a dataset; an existing name adds a version'
      : nextNumber === 1
        ? 'New dataset, version 1'
        : `Existing dataset: this will be version ${nextNumber}${continued === null ? '' : `, with the settings of version ${continued}`}`;
  return (
    <Field label="Name" hint={hint} error={nameProblem(value)} className="max-w-md">
      <Input
        required
        maxLength={maxDatasetName}
        autoComplete="off"
        spellCheck={false}
        list={listId}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
      <datalist id={listId}>
        {names.map((name) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </datalist>
    </Field>
  );
}
