'use client';

import { clsx } from 'clsx';
import type { LucideIcon } from 'lucide-react';
import { Menu as Radix } from 'radix-ui/internal';
import { useRef, type ReactNode } from 'react';
import { Kbd } from './kbd';

export type MenuBodyProps = {
  id: string;
  opener: HTMLElement;
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  align: 'start' | 'center' | 'end';
  side: 'top' | 'right' | 'bottom' | 'left';
  children: ReactNode;
};

/** A menu beside the button that opens it, rendered once the pointer or the focus is on the button. */
export function MenuBody({ id, opener, isOpen, onOpenChange, align, side, children }: MenuBodyProps) {
  const isLeftByPointer = useRef(false);
  return (
    <Radix.Root open={isOpen} onOpenChange={onOpenChange} modal={false}>
      <Radix.Anchor virtualRef={{ current: opener }} />
      <Radix.Portal>
        <Radix.Content
          id={id}
          aria-labelledby={opener.id}
          align={align}
          side={side}
          sideOffset={4}
          collisionPadding={8}
          onInteractOutside={(event) => {
            // A click on the button closes it.
            if (event.target instanceof Node && opener.contains(event.target)) event.preventDefault();
            else isLeftByPointer.current = true;
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            if (!isLeftByPointer.current) opener.focus();
            isLeftByPointer.current = false;
          }}
          className="z-50 max-h-[var(--radix-popper-available-height)] min-w-44 animate-enter overflow-y-auto rounded-md border bg-surface p-1 shadow-float"
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

const row =
  'flex h-8 w-full items-center gap-2 rounded-sm px-2 outline-none data-[highlighted]:bg-hover data-[disabled]:opacity-50';

export type MenuItemProps = {
  children: ReactNode;
  onSelect?: () => void;
  icon?: LucideIcon;
  keyHint?: string;
  isDisabled?: boolean;
  tone?: 'plain' | 'danger';
};

export function MenuItem({ children, onSelect, icon: Icon, keyHint, isDisabled, tone = 'plain' }: MenuItemProps) {
  return (
    <Radix.Item disabled={isDisabled} onSelect={onSelect} className={clsx(row, tone === 'danger' && 'text-rejected')}>
      {Icon && <Icon size={16} aria-hidden className="shrink-0" />}
      <span className="flex-1 text-left">{children}</span>
      {keyHint && <Kbd keys={keyHint} />}
    </Radix.Item>
  );
}

export type MenuChoiceProps<T extends string> = {
  label: string;
  value: T;
  onChange: (value: T) => void;
  options: readonly { value: T; label: string; icon?: LucideIcon }[];
};

export const MenuChoice = ({ label, value, onChange, options }: MenuChoiceProps<string>) => (
  <Radix.RadioGroup aria-label={label} value={value} onValueChange={onChange}>
    {options.map(({ value: each, label: name, icon: Icon }) => (
      <Radix.RadioItem key={each} value={each} className={row}>
        {Icon && <Icon size={16} aria-hidden className="shrink-0" />}
        <span className="flex-1 text-left">{name}</span>
        <Radix.ItemIndicator aria-hidden>✓</Radix.ItemIndicator>
      </Radix.RadioItem>
    ))}
  </Radix.RadioGroup>
);

export const MenuSeparator = () => <Radix.Separator className="-mx-1 my-1 border-t" />;

export type MenuLabelProps = { children: ReactNode };

export const MenuLabel = ({ children }: MenuLabelProps) => (
  <Radix.Label className="px-2 py-1 text-sm text-muted">{children}</Radix.Label>
);
