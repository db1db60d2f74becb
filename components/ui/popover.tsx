'use client';

import { cloneElement, useId, type ReactElement } from 'react';
import { later } from './later';
import type { PopoverBodyProps, PopoverLook } from './popover-body';
import { useOpener, type OpenerProps } from './use-opener';

type PopoverProps = PopoverLook & {
  /** The button that opens it, without its own handlers. */
  trigger: ReactElement<OpenerProps>;
};

const PopoverBody = later<PopoverBodyProps>(() => import('./popover-body').then((module) => module.PopoverBody));

export function Popover({ trigger, align = 'start', ...rest }: PopoverProps) {
  const id = useId();
  const { opener, isOpen, setOpen, openerProps } = useOpener('dialog', id);
  return (
    <>
      {cloneElement(trigger, openerProps)}
      {opener && <PopoverBody {...rest} id={id} opener={opener} isOpen={isOpen} onOpenChange={setOpen} align={align} />}
    </>
  );
}
