'use client';

import { Toast as Radix } from 'radix-ui';
import { X } from 'lucide-react';
import { createContext, use, useCallback, useState, type ReactNode } from 'react';
import { v7 as newId } from 'uuid';
import { IconButton } from './button';
import { Notice } from './states';

export type Toast = { text: ReactNode; tone?: 'info' | 'success' | 'warning' | 'error' };

const ToastContext = createContext<(toast: Toast) => void>(() => {});

/** For what a person did not just see: something that finished elsewhere, or failed after they went on. */
export const useToast = () => use(ToastContext);

const SECONDS = 8;

export function ToastsProvider({ children }: { children: ReactNode }) {
  const [toasts, setToasts] = useState<(Toast & { id: string })[]>([]);
  const show = useCallback((toast: Toast) => {
    setToasts((shown) => [...shown.slice(-2), { ...toast, id: newId() }]);
  }, []);
  const forget = (id: string) => setToasts((shown) => shown.filter((toast) => toast.id !== id));

  return (
    <Radix.Provider label="Message" duration={SECONDS * 1000}>
      <ToastContext value={show}>{children}</ToastContext>
      {toasts.map(({ id, text, tone = 'info' }) => (
        <Radix.Root key={id} onOpenChange={(isOpen) => !isOpen && forget(id)} className="animate-enter">
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
