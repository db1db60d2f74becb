'use client';

import { clsx } from 'clsx';
import { ChevronDown } from 'lucide-react';
import type { ComponentProps } from 'react';
import { useField, useNativeFault } from './field';

const edge =
  'w-full min-w-0 rounded-md border border-field bg-surface text-ink placeholder:text-muted aria-invalid:border-rejected disabled:bg-sunken disabled:text-muted';

export function Input({ className, ...rest }: ComponentProps<'input'>) {
  return (
    <input
      type="text"
      {...useNativeFault()}
      {...rest}
      {...useField(rest)}
      className={clsx(edge, 'h-8 px-2', className)}
    />
  );
}

type TextareaProps = ComponentProps<'textarea'> & {
  /** The number of rows up to which it grows with its text; after that it scrolls. */
  maxRows?: number;
  look?: 'text' | 'sample' | 'code';
};

const looks = { text: '', sample: 'text-sample', code: 'text-code' } as const;

/** Grows with its text. */
export function Textarea({ className, rows = 2, maxRows = 24, look = 'text', style, ...rest }: TextareaProps) {
  return (
    <textarea
      dir="auto"
      {...rest}
      {...useField(rest)}
      rows={rows}
      style={{ maxHeight: `${maxRows + 1}lh`, minHeight: `calc(${rows}lh + 0.875rem)`, ...style }}
      className={clsx(edge, looks[look], 'field-sizing-content resize-y px-2 py-1.5', className)}
    />
  );
}

/** The browser's own select: it works with every keyboard, phone and screen reader. */
export function Select({ className, children, ...rest }: ComponentProps<'select'>) {
  return (
    <span className={clsx('relative inline-flex min-w-0', className)}>
      <select {...rest} {...useField(rest)} className={clsx(edge, 'h-8 appearance-none pr-8 pl-2')}>
        {children}
      </select>
      <ChevronDown size={16} aria-hidden className="pointer-events-none absolute top-2 right-2 text-muted" />
    </span>
  );
}
