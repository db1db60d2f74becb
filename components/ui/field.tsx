'use client';

import { clsx } from 'clsx';
import { CircleAlert, TriangleAlert } from 'lucide-react';
import { createContext, use, useId, useState, type FormEvent, type ReactNode } from 'react';
import { nativeFault } from './native-fault';

type Wiring = {
  id: string;
  describedBy: string | undefined;
  isInvalid: boolean;
  /** The browser's error when the form was sent; null while it is being corrected. */
  report: (fault: string | null) => void;
};
const FieldWiring = createContext<Wiring | null>(null);

type FieldProps = {
  label: ReactNode;
  /** What to enter; always shown. */
  hint?: ReactNode;
  /** What is wrong and what to do, shown under the field. */
  error?: ReactNode;
  warning?: ReactNode;
  /** The label is only for screen readers. */
  isLabelHidden?: boolean;
  className?: string;
  children: ReactNode;
};

/** A label, one input and its messages, connected for screen readers. */
export function Field({ label, hint, error: given, warning, isLabelHidden = false, className, children }: FieldProps) {
  const id = useId();
  const [fault, report] = useState<string | null>(null);
  const error = given ?? fault;
  const says = { hint: hint && `${id}-hint`, error: error && `${id}-error`, warning: warning && `${id}-warning` };
  const describedBy = Object.values(says).filter(Boolean).join(' ') || undefined;
  return (
    <div className={clsx('flex flex-col gap-1', className)}>
      <label htmlFor={id} className={isLabelHidden ? 'sr-only' : 'font-medium'}>
        {label}
      </label>
      <FieldWiring value={{ id, describedBy, isInvalid: Boolean(error), report }}>{children}</FieldWiring>
      {hint && (
        <p id={`${id}-hint`} className="text-sm text-muted">
          {hint}
        </p>
      )}
      {error && <Remark id={`${id}-error`} icon={CircleAlert} className="text-rejected" text={error} />}
      {warning && <Remark id={`${id}-warning`} icon={TriangleAlert} className="text-warning" text={warning} />}
    </div>
  );
}

type RemarkProps = { id: string; icon: typeof CircleAlert; className: string; text: ReactNode };

const Remark = ({ id, icon: Icon, className, text }: RemarkProps) => (
  <p id={id} className={clsx('flex items-start gap-1 text-sm', className)}>
    <Icon size={14} aria-hidden className="mt-0.5 shrink-0" />
    <span>{text}</span>
  </p>
);

/** The props that an input gets from the Field around it; unchanged without one. */
export function useField(given: { id?: string | undefined; 'aria-describedby'?: string | undefined }) {
  const wiring = use(FieldWiring);
  return {
    id: given.id ?? wiring?.id,
    'aria-describedby': given['aria-describedby'] ?? wiring?.describedBy,
    'aria-invalid': wiring?.isInvalid || undefined,
  };
}

/** Shows the browser's own checks in our words under the field, instead of in its bubble. */
export function useNativeFault() {
  const wiring = use(FieldWiring);
  if (!wiring) return {};
  return {
    onInvalid: (event: FormEvent<HTMLInputElement>) => {
      event.preventDefault();
      const input = event.currentTarget;
      wiring.report(nativeFault(input));
      // Without its bubble, the browser does not focus the field by itself.
      if (input.form?.querySelector('input:invalid') === input) input.focus();
    },
    onInput: () => wiring.report(null),
  };
}
