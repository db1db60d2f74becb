'use client';

import { useId, type ComponentProps, type ReactNode } from 'react';
import { maxPassword, minPassword } from '@/taxonomy/accounts/vocabulary';
import { Button } from '../ui/button';
import { Field } from '../ui/field';
import { Input } from '../ui/input';
import { messageOf, Notice } from '../ui/states';

type AccountFormProps = {
  title: string;
  /** The button's label. */
  action: string;
  onSubmit: () => void;
  state: { isPending: boolean; error: Error | null; isSuccess: boolean };
  /** The message after saving. */
  saved: string;
  /** Beside the button. */
  other?: ReactNode;
  children: ReactNode;
};

/** A form on the account page: fields, button and result. */
export function AccountForm({ title, action, onSubmit, state, saved, other, children }: AccountFormProps) {
  const titleId = useId();
  return (
    <form
      aria-labelledby={titleId}
      className="flex max-w-md flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (!state.isPending) onSubmit();
      }}
    >
      <h2 id={titleId} className="text-lg font-semibold">
        {title}
      </h2>
      {children}
      {state.error && (
        <Notice tone="error" title="Nothing was changed.">
          {messageOf(state.error)}
        </Notice>
      )}
      <div className="flex items-center gap-3">
        <Button type="submit" variant="primary" isBusy={state.isPending}>
          {action}
        </Button>
        {other}
        <span role="status" className="text-approved">
          {state.isSuccess && saved}
        </span>
      </div>
    </form>
  );
}

type TextFieldProps = Omit<ComponentProps<'input'>, 'onChange'> & {
  label: string;
  hint?: string;
  value: string;
  onChange: (value: string) => void;
};

/** One line of text with its label. */
export const TextField = ({ label, hint, onChange, ...rest }: TextFieldProps) => (
  <Field label={label} hint={hint}>
    <Input required {...rest} onChange={(event) => onChange(event.target.value)} />
  </Field>
);

/** A new password; browsers offer to generate and save one. */
export const NewPasswordField = ({ value, onChange }: Pick<TextFieldProps, 'value' | 'onChange'>) => (
  <TextField
    label="New password"
    hint={`At least ${minPassword} characters. A few unrelated words work well.`}
    type="password"
    autoComplete="new-password"
    minLength={minPassword}
    maxLength={maxPassword}
    value={value}
    onChange={onChange}
  />
);

export const CurrentPasswordField = ({ value, onChange }: Pick<TextFieldProps, 'value' | 'onChange'>) => (
  <TextField
    label="Current password"
    type="password"
    autoComplete="current-password"
    maxLength={maxPassword}
    value={value}
    onChange={onChange}
  />
);
