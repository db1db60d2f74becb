'use client';

import { cloneElement, useId, type ReactElement, type ReactNode } from 'react';
import { later } from './later';
import type { MenuBodyProps, MenuChoiceProps, MenuItemProps, MenuLabelProps } from './menu-body';
import { useOpener, type OpenerProps } from './use-opener';

type MenuProps = {
  /** The button that opens it, without its own handlers. */
  trigger: ReactElement<OpenerProps>;
  children: ReactNode;
  align?: MenuBodyProps['align'];
  side?: MenuBodyProps['side'];
};

const body = () => import('./menu-body');
const MenuBody = later(() => body().then((module) => module.MenuBody));

export function Menu({ trigger, children, align = 'start', side = 'bottom' }: MenuProps) {
  const id = useId();
  const { opener, isOpen, setOpen, openerProps } = useOpener('menu', `${id}-menu`);
  return (
    <>
      {cloneElement(trigger, { ...openerProps, id })}
      {opener && (
        <MenuBody id={`${id}-menu`} opener={opener} isOpen={isOpen} onOpenChange={setOpen} align={align} side={side}>
          {children}
        </MenuBody>
      )}
    </>
  );
}

export const MenuItem = later<MenuItemProps>(() => body().then((module) => module.MenuItem));

const Choice = later<MenuChoiceProps<string>>(() => body().then((module) => module.MenuChoice));

/** One of several options; the chosen one has a check mark. */
export const MenuChoice = <T extends string>({ onChange, ...props }: MenuChoiceProps<T>) => (
  <Choice
    {...props}
    onChange={(next) => {
      const option = props.options.find(({ value }) => value === next);
      if (option) onChange(option.value);
    }}
  />
);

export const MenuSeparator = later<object>(() => body().then((module) => module.MenuSeparator));

export const MenuLabel = later<MenuLabelProps>(() => body().then((module) => module.MenuLabel));
