'use client';

import { Toast as Radix } from 'radix-ui';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { IconButton } from './button';
import { Notice } from './states';

export type Toast = {
  text: ReactNode;
  tone?: 'info' | 'success' | 'warning' | 'error';
  /** Stays when the person goes to another page; other toasts belong to the page where they appeared. */
  isEverywhere?: boolean;
  /** The page that it links to: it stays until the person is there. */
  leadsTo?: string;
};

const SECONDS = 8;

type ToastListProps = { toasts: readonly (Toast & { id: number })[]; onClose: (id: number) => void };

/** The current toasts, in the corner of the window. */
export function ToastList({ toasts, onClose }: ToastListProps) {
  return (
    <Radix.Provider label="Message" duration={SECONDS * 1000}>
      {toasts.map(({ id, text, tone = 'info' }) => (
        <Radix.Root key={id} onOpenChange={(isOpen) => !isOpen && onClose(id)} className="animate-enter">
          <Notice
            tone={tone}
            className="items-center rounded-md bg-surface shadow-float"
            action={
              <Radix.Close asChild>
                <IconButton icon={X} label="Close" size="small" />
              </Radix.Close>
            }
          >
            <Radix.Description asChild>
              <div>{text}</div>
            </Radix.Description>
          </Notice>
        </Radix.Root>
      ))}
      <Radix.Viewport className="fixed right-4 bottom-16 z-50 flex w-96 max-w-[calc(100vw-2rem)] flex-col gap-2" />
    </Radix.Provider>
  );
}
