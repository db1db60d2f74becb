'use client';

import { Field } from '../ui/field';
import { Input } from '../ui/input';

export const noFields = { licence: '', source: '', question: '', answer: '', context: '' };
export type ImportFields = typeof noFields;

type ImportFieldsProps = { fields: ImportFields; onChange: (change: Partial<ImportFields>) => void };

/** Where a file is from, and what its fields are called. */
export const FieldsOfImport = ({ fields, onChange }: ImportFieldsProps) => (
  <>
    <div className="grid gap-4 sm:grid-cols-2">
      <Field label="Licence">
        <Input
          autoComplete="off"
          maxLength={200}
          value={fields.licence}
          onChange={(e) => onChange({ licence: e.target.value })}
        />
      </Field>
      <Field label="Source" hint="Where it is from, such as an address">
        <Input
          autoComplete="off"
          maxLength={500}
          value={fields.source}
          onChange={(e) => onChange({ source: e.target.value })}
        />
      </Field>
    </div>
    <details>
      <summary className="w-fit py-1 font-medium">Fields with other names</summary>
      <div className="mt-2 grid gap-4 sm:grid-cols-3">
        {(['question', 'answer', 'context'] as const).map((name) => (
          <Field key={name} label={labels[name]}>
            <Input autoComplete="off" value={fields[name]} onChange={(e) => onChange({ [name]: e.target.value })} />
          </Field>
        ))}
      </div>
    </details>
  </>
);

const labels = { question: 'Question', answer: 'Answer', context: 'Context' } as const;
