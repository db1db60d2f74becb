import { clsx } from 'clsx';
import type { ComponentProps } from 'react';

/**
 * A table with dense rows. On narrow screens it scrolls sideways and fades where there is more; `label` is its name for
 * screen readers.
 */
export function Table({ label, className, ...rest }: ComponentProps<'table'> & { label: string }) {
  return (
    // Focusable, because what scrolls must be reachable by keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <section aria-label={label} tabIndex={0} className="relative scroll-fade -outline-offset-2">
      <table className={clsx('w-full border-collapse text-left wrap-break-word', className)} {...rest} />
    </section>
  );
}

type CellProps = { isNumber?: boolean };

export function Th({ isNumber, className, ...rest }: ComponentProps<'th'> & CellProps) {
  return (
    <th
      scope="col"
      {...rest}
      className={clsx(
        'h-8 border-b px-2 text-sm font-medium whitespace-nowrap text-muted',
        isNumber && 'text-right',
        className,
      )}
    />
  );
}

export const Tr = ({ className, ...rest }: ComponentProps<'tr'>) => (
  <tr {...rest} className={clsx('border-b last:border-b-0 hover:bg-sunken', className)} />
);

export const Td = ({ isNumber, className, ...rest }: ComponentProps<'td'> & CellProps) => (
  <td {...rest} className={clsx('h-9 px-2 py-1', isNumber && 'text-right whitespace-nowrap', className)} />
);
