'use client';

import { clsx } from 'clsx';
import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import { useRef, type ReactNode } from 'react';
import { IconButton } from './button';

export type DialogProps = {
  isOpen: boolean;
  onClose: () => void;
  title: ReactNode;
  /** One sentence under the title. */
  description?: ReactNode;
  children?: ReactNode;
  /** Buttons, the main one last. */
  footer?: ReactNode;
  width?: 'narrow' | 'medium' | 'wide';
  /** There is only something to read: the text takes the focus, so that keys can scroll it. */
  isReading?: boolean;
};

const widths = { narrow: 'max-w-md', medium: 'max-w-xl', wide: 'max-w-4xl' } as const;

/** Focuses the first field, or the dialog itself if it has none, but not its Close button. */
function focusFirstField(event: Event) {
  event.preventDefault();
  if (!(event.currentTarget instanceof HTMLElement)) return;
  const field = event.currentTarget.querySelector<HTMLElement>(
    '[data-autofocus], input:not([type=radio], [type=checkbox]), textarea, select',
  );
  (field ?? event.currentTarget).focus();
}

/** What was focused before. A menu is gone by then, so the button that opened it is used. */
function wayBack(focused: Element | null): Element | null {
  const opener = focused?.closest('[role=menu]')?.getAttribute('aria-labelledby');
  return opener ? document.getElementById(opener) : focused;
}

/** The open dialog: over the page, which neither scrolls nor takes the focus meanwhile. */
export function DialogBody({
  isOpen,
  onClose,
  title,
  description,
  children,
  footer,
  width = 'narrow',
  isReading,
}: DialogProps) {
  // Most dialogs are opened without a trigger of Radix's own, which would otherwise leave the focus nowhere.
  const openedFrom = useRef<Element | null>(null);
  return (
    <Radix.Root open={isOpen} onOpenChange={(open) => !open && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-shade" />
        <Radix.Content
          onOpenAutoFocus={(event) => {
            openedFrom.current = wayBack(document.activeElement);
            focusFirstField(event);
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            // An action in the dialog may already have moved the focus to where a person continues.
            const isElsewhere = document.activeElement !== null && document.activeElement !== document.body;
            if (!isElsewhere && openedFrom.current instanceof HTMLElement) openedFrom.current.focus();
          }}
          // React passes events up its own tree: a form in the dialog must not submit the form of the page around it.
          onSubmit={(event) => event.stopPropagation()}
          {...(!description && { 'aria-describedby': undefined })}
          className={clsx(
            'fixed top-1/2 left-1/2 z-40 flex max-h-[calc(100dvh-2rem)] w-[calc(100vw-2rem)] -translate-1/2 animate-enter flex-col rounded-lg border bg-surface shadow-float outline-none',
            widths[width],
          )}
        >
          <header className="flex items-start gap-4 px-5 pt-4">
            <div className="min-w-0 flex-1">
              <Radix.Title className="text-lg font-semibold">{title}</Radix.Title>
              {description && <Radix.Description className="mt-1 text-muted">{description}</Radix.Description>}
            </div>
            <Radix.Close asChild>
              <IconButton icon={X} label="Close" className="-mr-2" />
            </Radix.Close>
          </header>
          <div
            {...(isReading && { tabIndex: 0, 'data-autofocus': true })}
            className="min-h-0 flex-1 overflow-y-auto px-5 py-4 -outline-offset-2"
          >
            {children}
          </div>
          {footer && <footer className="flex flex-wrap justify-end gap-2 border-t px-5 py-3">{footer}</footer>}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
