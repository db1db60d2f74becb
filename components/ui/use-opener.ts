import { useState, type ComponentProps, type KeyboardEvent, type SyntheticEvent } from 'react';

export type OpenerProps = Pick<
  ComponentProps<'button'>,
  'id' | 'aria-haspopup' | 'aria-expanded' | 'aria-controls' | 'onClick' | 'onKeyDown' | 'onPointerEnter' | 'onFocus'
>;

/**
 * The props of a button that opens something beside it. The button works at once; what it opens is rendered once the
 * pointer or the focus is on the button, and shown as soon as its code is loaded.
 *
 * @param what What it opens; a menu opens with the down arrow too.
 * @param opensId The id of what it opens.
 */
export function useOpener(what: 'menu' | 'dialog', opensId: string) {
  const [opener, setOpener] = useState<HTMLElement | null>(null);
  const [isOpen, setOpen] = useState(false);
  const prepare = ({ currentTarget }: SyntheticEvent<HTMLElement>) => setOpener(currentTarget);
  const openerProps: OpenerProps = {
    'aria-haspopup': what,
    'aria-expanded': isOpen,
    'aria-controls': isOpen ? opensId : undefined,
    onPointerEnter: prepare,
    onFocus: prepare,
    onClick: (event) => {
      prepare(event);
      setOpen(!isOpen);
    },
    ...(what === 'menu' && {
      onKeyDown: (event: KeyboardEvent<HTMLElement>) => {
        if (event.key !== 'ArrowDown') return;
        event.preventDefault();
        prepare(event);
        setOpen(true);
      },
    }),
  };
  return { opener, isOpen, setOpen, openerProps };
}
