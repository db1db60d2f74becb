import { useState, type ReactNode } from 'react';
import { flowing } from '../flowing';
import { Field } from '../ui/field';
import { Input, Textarea } from '../ui/input';

type TextFieldProps = {
  label: string;
  value: string;
  /** Omitted for people who can only read. */
  onChange: ((value: string) => void) | undefined;
  hint?: ReactNode;
  error?: string | undefined;
  warning?: string | undefined;
  /** The initial number of lines; with one line it is an input. */
  rows?: number;
  look?: 'text' | 'sample' | 'code';
  placeholder?: string;
  /** Just added: an empty field is no error until it was left. */
  isFresh?: boolean | undefined;
  /** Ids for focusing it from elsewhere. */
  name?: string;
};

/** A text of a leaf: a field for curators, plain text for everyone else. */
export function TextField({
  label,
  value,
  onChange,
  hint,
  error,
  warning,
  rows = 1,
  look = 'text',
  isFresh = false,
  ...rest
}: TextFieldProps) {
  const [wasLeft, setWasLeft] = useState(false);
  const isTooEarly = isFresh && !wasLeft && value.trim() === '';
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
    <Field label={label} hint={hint} error={isTooEarly ? undefined : error} warning={warning}>
      {rows === 1 ? (
        <Input
          {...rest}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          onBlur={() => setWasLeft(true)}
          className={looks[look]}
          autoComplete="off"
        />
      ) : (
        <Textarea
          {...rest}
          rows={rows}
          look={look}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          onBlur={() => setWasLeft(true)}
        />
      )}
    </Field>
  );
}

const looks = { text: '', sample: 'text-sample', code: 'text-code' } as const;
