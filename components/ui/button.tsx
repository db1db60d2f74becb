'use client';

import { clsx } from 'clsx';
import { LoaderCircle, type LucideIcon } from 'lucide-react';
import Link from 'next/link';
import type { ComponentProps, ReactNode } from 'react';
import { ariaKeys, useIsMac } from '../keys';
import { Kbd } from './kbd';
import { tip } from './tip';

const variants = {
  primary: 'bg-accent text-on-accent hover:bg-accent-strong border-transparent',
  plain: 'bg-surface text-ink hover:bg-hover border-line aria-pressed:border-accent aria-pressed:bg-accent-soft',
  danger: 'bg-rejected text-on-rejected hover:bg-rejected-strong border-transparent',
  ghost: 'bg-transparent text-ink hover:bg-hover border-transparent aria-pressed:bg-accent-soft',
} as const;

const sizes = { medium: 'h-8 px-3 gap-1.5', small: 'h-7 px-2 gap-1 text-sm', large: 'h-10 px-4 gap-2' } as const;

type Look = {
  variant?: keyof typeof variants;
  size?: keyof typeof sizes;
  icon?: LucideIcon;
  /** The key that does the same, written as in the keymap; shown on the button. */
  keyHint?: string | undefined;
};

type ButtonProps = ComponentProps<'button'> & Look & { isBusy?: boolean };

const base =
  'inline-flex shrink-0 items-center justify-center rounded-md border font-medium whitespace-nowrap transition-colors disabled:opacity-50 disabled:pointer-events-none';

const lookOf = ({ variant = 'plain', size = 'medium' }: Look, className?: string) =>
  clsx(base, variants[variant], sizes[size], className);

function Inside({ icon: Icon, isBusy, keyHint, variant, children }: Look & { isBusy?: boolean; children: ReactNode }) {
  const isFilled = variant === 'primary' || variant === 'danger';
  return (
    <>
      {isBusy ? (
        <LoaderCircle size={16} aria-hidden className="animate-spin" />
      ) : (
        Icon && <Icon size={16} aria-hidden className="shrink-0" />
      )}
      {children}
      {keyHint && <Kbd keys={keyHint} tone={isFilled ? 'on-fill' : 'plain'} className="ml-1 pointer-coarse:hidden" />}
    </>
  );
}

/** A button with a label. While `isBusy`, it ignores clicks but keeps its focus. */
export function Button({ variant, size, icon, keyHint, isBusy = false, className, children, ...rest }: ButtonProps) {
  const mac = useIsMac();
  return (
    <button
      type="button"
      {...rest}
      {...(isBusy && { 'aria-busy': true, 'aria-disabled': true, onClick: (event) => event.preventDefault() })}
      aria-keyshortcuts={keyHint && ariaKeys(keyHint, mac)}
      className={lookOf({ variant, size }, clsx(isBusy && 'opacity-70', className))}
    >
      <Inside icon={icon} isBusy={isBusy} keyHint={keyHint} variant={variant}>
        {children}
      </Inside>
    </button>
  );
}

/** A link that looks like a button. */
export function ButtonLink({
  variant,
  size,
  icon,
  keyHint,
  className,
  children,
  ...rest
}: ComponentProps<typeof Link> & Look) {
  return (
    <Link {...rest} className={lookOf({ variant, size }, className)}>
      <Inside icon={icon} keyHint={keyHint} variant={variant}>
        {children}
      </Inside>
    </Link>
  );
}

type IconButtonProps = Omit<ComponentProps<'button'>, 'children'> & {
  icon: LucideIcon;
  /** What the button does: its accessible name and its tooltip. */
  label: string;
  size?: 'medium' | 'small';
  keyHint?: string;
};

/** For close, more, fold and search; all other buttons have a label. */
export function IconButton({ icon: Icon, label, size = 'medium', keyHint, className, ...rest }: IconButtonProps) {
  const mac = useIsMac();
  return (
    <button
      type="button"
      {...tip('', { keyHint })}
      {...rest}
      aria-label={label}
      aria-keyshortcuts={keyHint && ariaKeys(keyHint, mac)}
      className={clsx(
        base,
        'border-transparent text-muted hover:bg-hover hover:text-ink',
        size === 'medium' ? 'size-8' : 'size-6',
        className,
      )}
    >
      <Icon size={16} aria-hidden />
    </button>
  );
}
