'use client';

import { clsx } from 'clsx';
import type { LucideIcon } from 'lucide-react';
import { DropdownMenu as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { Kbd } from './kbd';

type MenuProps = {
  /** The button that opens it. */
  trigger: ReactNode;
  children: ReactNode;
  align?: 'start' | 'center' | 'end';
  side?: 'top' | 'right' | 'bottom' | 'left';
};

export function Menu({ trigger, children, align = 'start', side = 'bottom' }: MenuProps) {
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align={align}
          side={side}
          sideOffset={4}
          collisionPadding={8}
          className="z-50 max-h-[var(--radix-dropdown-menu-content-available-height)] min-w-44 animate-enter overflow-y-auto rounded-md border bg-surface p-1 shadow-float"
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

const row =
  'flex h-8 w-full items-center gap-2 rounded-sm px-2 outline-none data-[highlighted]:bg-hover data-[disabled]:opacity-50';

type MenuItemProps = {
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

/** One of several; the chosen one is ticked. */
export function MenuChoice<T extends string>(props: {
  label: string;
  value: T;
  onChange: (value: T) => void;
  options: readonly { value: T; label: string; icon?: LucideIcon }[];
}) {
  return (
    <Radix.RadioGroup
      aria-label={props.label}
      value={props.value}
      onValueChange={(next) => {
        const option = props.options.find((each) => each.value === next);
        if (option) props.onChange(option.value);
      }}
    >
      {props.options.map(({ value, label, icon: Icon }) => (
        <Radix.RadioItem key={value} value={value} className={row}>
          {Icon && <Icon size={16} aria-hidden className="shrink-0" />}
          <span className="flex-1 text-left">{label}</span>
          <Radix.ItemIndicator aria-hidden>✓</Radix.ItemIndicator>
        </Radix.RadioItem>
      ))}
    </Radix.RadioGroup>
  );
}

export const MenuSeparator = () => <Radix.Separator className="-mx-1 my-1 border-t" />;

export const MenuLabel = ({ children }: { children: ReactNode }) => (
  <Radix.Label className="px-2 py-1 text-sm text-muted">{children}</Radix.Label>
);
