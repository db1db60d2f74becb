'use client';

import { clsx } from 'clsx';
import { Popover as Radix } from 'radix-ui';
import { useRef, type ReactNode } from 'react';

export type PopoverLook = {
  /** What it is, for screen readers. */
  label: string;
  children: ReactNode;
  align?: 'start' | 'center' | 'end';
  side?: 'top' | 'right' | 'bottom' | 'left';
  className?: string;
};

export type PopoverBodyProps = PopoverLook & {
  id: string;
  opener: HTMLElement;
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
};

/** A popover beside the button that opens it, rendered once the pointer or the focus is on the button. */
export function PopoverBody({ id, opener, isOpen, onOpenChange, label, children, ...place }: PopoverBodyProps) {
  const isLeft = useRef(false);
  return (
    <Radix.Root open={isOpen} onOpenChange={onOpenChange}>
      <Radix.Anchor virtualRef={{ current: opener }} />
      <Radix.Portal>
        <Radix.Content
          id={id}
          aria-label={label}
          align={place.align}
          side={place.side}
          sideOffset={4}
          collisionPadding={8}
          onInteractOutside={(event) => {
            // A click on the button closes it.
            if (event.target instanceof Node && opener.contains(event.target)) event.preventDefault();
            else isLeft.current = true;
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            if (!isLeft.current) opener.focus();
            isLeft.current = false;
          }}
          className={clsx(
            'z-50 w-72 max-w-[calc(100vw-1rem)] animate-enter rounded-md border bg-surface p-3 text-base font-normal shadow-float',
            place.className,
          )}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
