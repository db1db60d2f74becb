'use client';

import { clsx } from 'clsx';
import { Check, Minus } from 'lucide-react';
import { useId, type ReactNode } from 'react';

type CheckboxProps = {
  label: ReactNode;
  hint?: ReactNode;
  checked: boolean | 'indeterminate';
  onChange: (checked: boolean) => void;
  isDisabled?: boolean;
  /** The label is only for screen readers (for example in a table row). */
  isLabelHidden?: boolean;
};

/** The browser's own box with our look; as large for touch as WCAG requires (2.5.8). */
const box =
  'relative size-4 appearance-none border border-field bg-surface after:absolute after:-inset-1 checked:border-accent disabled:opacity-50';

export function Checkbox({ label, hint, checked, onChange, isDisabled = false, isLabelHidden = false }: CheckboxProps) {
  const id = useId();
  const Mark = checked === 'indeterminate' ? Minus : Check;
  return (
    <div className="flex items-start gap-2">
      <span className="relative mt-0.5 flex size-4 shrink-0 text-on-accent">
        <input
          ref={(input) => {
            if (input) input.indeterminate = checked === 'indeterminate';
          }}
          type="checkbox"
          id={id}
          checked={checked === true}
          disabled={isDisabled}
          onChange={(event) => onChange(event.target.checked)}
          aria-describedby={hint ? `${id}-hint` : undefined}
          className={clsx(box, 'rounded-sm checked:bg-accent indeterminate:border-accent indeterminate:bg-accent')}
        />
        <Mark size={12} aria-hidden className={clsx('pointer-events-none absolute inset-0.5', !checked && 'hidden')} />
      </span>
      <div className={clsx(isLabelHidden && 'sr-only')}>
        <label htmlFor={id}>{label}</label>
        {hint && (
          <p id={`${id}-hint`} className="text-sm text-muted">
            {hint}
          </p>
        )}
      </div>
    </div>
  );
}

type RadioGroupProps<T extends string> = {
  label: ReactNode;
  value: T;
  onChange: (value: T) => void;
  options: readonly { value: T; label: ReactNode; hint?: ReactNode; isDisabled?: boolean }[];
  isLabelHidden?: boolean;
  /** `row` puts short options side by side. */
  layout?: 'column' | 'row';
};

export function RadioGroup<T extends string>({
  label,
  value,
  onChange,
  options,
  isLabelHidden = false,
  layout = 'column',
}: RadioGroupProps<T>) {
  const id = useId();
  return (
    <div className="flex flex-col gap-2">
      <span id={id} className={isLabelHidden ? 'sr-only' : 'font-medium'}>
        {label}
      </span>
      <div
        role="radiogroup"
        aria-labelledby={id}
        className={clsx('flex gap-2', layout === 'column' ? 'flex-col' : 'flex-wrap gap-x-5')}
      >
        {options.map((option) => (
          <div key={option.value} className="flex items-start gap-2">
            <input
              type="radio"
              name={id}
              id={`${id}-${option.value}`}
              value={option.value}
              checked={option.value === value}
              disabled={option.isDisabled}
              onChange={() => onChange(option.value)}
              aria-describedby={option.hint ? `${id}-${option.value}-hint` : undefined}
              className={clsx(
                box,
                'mt-0.5 shrink-0 rounded-full before:absolute before:inset-[3px] before:rounded-full checked:before:bg-accent',
              )}
            />
            <div>
              <label htmlFor={`${id}-${option.value}`}>{option.label}</label>
              {option.hint && (
                <p id={`${id}-${option.value}-hint`} className="text-sm text-muted">
                  {option.hint}
                </p>
              )}
            </div>
          </div>
        ))}
      </div>
    </div>
  );
}
