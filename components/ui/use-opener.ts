import { useState, type ComponentProps, type KeyboardEvent, type SyntheticEvent } from 'react';

export type OpenerProps = Pick<
  ComponentProps<'button'>,
  'id' | 'aria-haspopup' | 'aria-expanded' | 'aria-controls' | 'onClick' | 'onKeyDown' | 'onPointerEnter' | 'onFocus'
>;

/**
 * What a button needs to open something beside it. The button itself is there at once and takes the click; what it opens
 * is rendered from the moment that the button is pointed at or has the focus, and shows as soon as its code is here.
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
