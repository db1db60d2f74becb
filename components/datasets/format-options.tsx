'use client';

import { useQuery } from '@tanstack/react-query';
import type { FormatOptions as Options } from '@/taxonomy/datasets/contract';
import type { OptionField } from '@/taxonomy/datasets/contract-export';
import { query } from '../api';
import { Field } from '../ui/field';
import { Input, Select } from '../ui/input';
import { messageOf } from '../ui/states';

type FormatOptionsProps = { fields: readonly OptionField[]; options: Options; onChange: (options: Options) => void };

/** The options of a format, such as the tokenizer of the model that will read it. */
export const FormatOptions = ({ fields, options, onChange }: FormatOptionsProps) => (
  <div className="flex flex-col gap-3">
    {fields.map((field) => (
      <OptionInput
        key={field.name}
        field={field}
        value={options[field.name]}
        onChange={(value) => {
          const { [field.name]: _, ...rest } = options;
          onChange(value === undefined ? rest : { ...options, [field.name]: value });
        }}
      />
    ))}
  </div>
);

type OptionInputProps = {
  field: OptionField;
  value: Options[string] | undefined;
  onChange: (value: Options[string] | undefined) => void;
};

function OptionInput({ field, value, onChange }: OptionInputProps) {
  if (field.kind === 'tokenizer') return <TokenizerSelect field={field} value={value} onChange={onChange} />;
  if (field.kind === 'number')
    return (
      <Field label={field.label}>
        <Input
          type="number"
          min={field.min}
          max={field.max}
          value={String(value)}
          onChange={({ target }) => onChange(target.valueAsNumber || 0)}
        />
      </Field>
    );
  return (
    <Field label={field.label}>
      <Select value={String(value)} onChange={({ target }) => onChange(target.value)}>
        {field.choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.label}
          </option>
        ))}
      </Select>
    </Field>
  );
}

type TokenizerSelectProps = OptionInputProps & { field: Extract<OptionField, { kind: 'tokenizer' }> };

function TokenizerSelect({ field, value, onChange }: TokenizerSelectProps) {
  const { data, error } = useQuery(query('/api/v1/tokenizers'));
  return (
    <Field
      label={field.label}
      hint={error ? messageOf(error) : data?.items.length === 0 ? 'Add others under Settings, Tokenizers' : undefined}
    >
      <Select value={String(value ?? '')} onChange={({ target }) => onChange(target.value || undefined)}>
        <option value="">{field.none}</option>
        {data?.items.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </Select>
    </Field>
  );
}
