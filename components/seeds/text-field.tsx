import type { ReactNode } from 'react';
import { flowing } from '../flowing';
import { Field } from '../ui/field';
import { Input, Textarea } from '../ui/input';

type TextFieldProps = {
  label: string;
  value: string;
  /** Left out for whoever may only read. */
  onChange: ((value: string) => void) | undefined;
  hint?: ReactNode;
  error?: string | undefined;
  warning?: string | undefined;
  /** How many lines it starts with; one line is an input. */
  rows?: number;
  look?: 'text' | 'sample' | 'code';
  placeholder?: string;
  /** Ids for focusing it from elsewhere. */
  name?: string;
};

/** A text of a leaf: a field for a curator, plain text for everybody else. */
export function TextField({
  label,
  value,
  onChange,
  hint,
  error,
  warning,
  rows = 1,
  look = 'text',
  ...rest
}: TextFieldProps) {
  if (!onChange) {
    return (
      <div>
        <p className="font-medium">{label}</p>
        <p className={`whitespace-pre-wrap ${looks[look]} ${value ? '' : 'text-muted'}`}>
          {(look === 'code' ? value : flowing(value)) || 'Nothing yet'}
        </p>
      </div>
    );
  }
  return (
    <Field label={label} hint={hint} error={error} warning={warning}>
      {rows === 1 ? (
        <Input
          {...rest}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          className={looks[look]}
          autoComplete="off"
        />
      ) : (
        <Textarea {...rest} rows={rows} look={look} value={value} onChange={(event) => onChange(event.target.value)} />
      )}
    </Field>
  );
}

const looks = { text: '', sample: 'text-sample', code: 'text-code' } as const;
