'use client';

import { clsx } from 'clsx';
import { Check, Minus } from 'lucide-react';
import { Checkbox as RadixCheckbox, RadioGroup as RadixRadioGroup } from 'radix-ui';
import { useId, type ReactNode } from 'react';

type CheckboxProps = {
  label: ReactNode;
  hint?: ReactNode;
  checked: boolean | 'indeterminate';
  onChange: (checked: boolean) => void;
  isDisabled?: boolean;
  /** The label is there for screen readers only (a row of a table). */
  isLabelHidden?: boolean;
};

export function Checkbox({ label, hint, checked, onChange, isDisabled = false, isLabelHidden = false }: CheckboxProps) {
  const id = useId();
  return (
    <div className="flex items-start gap-2">
      <RadixCheckbox.Root
        id={id}
        checked={checked}
        disabled={isDisabled}
        onCheckedChange={(next) => onChange(next === true)}
        aria-describedby={hint ? `${id}-hint` : undefined}
        className="relative mt-0.5 flex size-4 shrink-0 items-center justify-center rounded-sm border border-field bg-surface text-on-accent after:absolute after:-inset-1 disabled:opacity-50 data-[state=checked]:border-accent data-[state=checked]:bg-accent data-[state=indeterminate]:border-accent data-[state=indeterminate]:bg-accent"
      >
        <RadixCheckbox.Indicator>
          {checked === 'indeterminate' ? <Minus size={12} aria-hidden /> : <Check size={12} aria-hidden />}
        </RadixCheckbox.Indicator>
      </RadixCheckbox.Root>
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
      <RadixRadioGroup.Root
        value={value}
        onValueChange={(next) => {
          const option = options.find((each) => each.value === next);
          if (option) onChange(option.value);
        }}
        aria-labelledby={id}
        className={clsx('flex gap-2', layout === 'column' ? 'flex-col' : 'flex-wrap gap-x-5')}
      >
        {options.map((option) => (
          <div key={option.value} className="flex items-start gap-2">
            <RadixRadioGroup.Item
              id={`${id}-${option.value}`}
              value={option.value}
              disabled={option.isDisabled}
              aria-describedby={option.hint ? `${id}-${option.value}-hint` : undefined}
              className="relative mt-0.5 flex size-4 shrink-0 items-center justify-center rounded-full border border-field bg-surface after:absolute after:-inset-1 disabled:opacity-50 data-[state=checked]:border-accent"
            >
              <RadixRadioGroup.Indicator className="size-2 rounded-full bg-accent" />
            </RadixRadioGroup.Item>
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
      </RadixRadioGroup.Root>
    </div>
  );
}
