import { Plus, X } from 'lucide-react';
import { headerNamePattern, limits } from '@/taxonomy/generation/vocabulary';
import { Button, IconButton } from '../ui/button';
import { Field } from '../ui/field';
import { Input } from '../ui/input';
import { isNamedBefore, type HeaderRow } from './teacher-form';

type HeaderFieldsProps = { rows: readonly HeaderRow[]; onChange: (rows: HeaderRow[]) => void };

/** The extra headers of each request. Their values are entered like a key and never shown again. */
export function HeaderFields({ rows, onChange }: HeaderFieldsProps) {
  const change = (at: number, changed: Partial<HeaderRow>) =>
    onChange(rows.map((row, i) => (i === at ? { ...row, ...changed } : row)));
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="font-medium">Extra headers</legend>
      <p className="text-sm text-muted">
        Sent with each request, for gateways that need them. Values are stored encrypted and never shown again.
      </p>
      {rows.map((row, at) => (
        <div key={at} className="flex items-start gap-2">
          <Field
            label={`Header ${at + 1}`}
            isLabelHidden
            className="flex-1"
            error={isNamedBefore(rows, at) && 'This header is there already.'}
          >
            <Input
              required
              autoComplete="off"
              placeholder="X-Org"
              maxLength={limits.headerName}
              pattern={headerNamePattern}
              disabled={row.isStored}
              value={row.name}
              onChange={(event) => change(at, { name: event.target.value })}
            />
          </Field>
          <Field label={`Value of header ${at + 1}`} isLabelHidden className="flex-1">
            <Input
              type="password"
              required={!row.isStored}
              autoComplete="off"
              placeholder={row.isStored ? 'stored' : 'Value'}
              maxLength={limits.headerValue}
              value={row.value}
              onChange={(event) => change(at, { value: event.target.value })}
            />
          </Field>
          <IconButton
            icon={X}
            size="medium"
            label={`Remove header ${at + 1}`}
            onClick={() => onChange(rows.filter((_, i) => i !== at))}
          />
        </div>
      ))}
      {rows.length < limits.headers && (
        <Button
          size="small"
          icon={Plus}
          className="self-start"
          onClick={() => onChange([...rows, { name: '', value: '', isStored: false }])}
        >
          Add header
        </Button>
      )}
    </fieldset>
  );
}
