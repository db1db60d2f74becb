'use client';

import { usePathname } from 'next/navigation';
import { createContext, use, useCallback, useState, type ReactNode } from 'react';
import { later } from './later';
import type { Toast } from './toast-list';

const ToastContext = createContext<(toast: Toast) => void>(() => {});

/** For events that a person could not see: something finished on another page, or failed after they moved on. */
export const useToast = () => use(ToastContext);

const ToastList = later(() => import('./toast-list').then((module) => module.ToastList));

export function ToastsProvider({ children }: { children: ReactNode }) {
  const [{ shown, count }, setToasts] = useState<{ shown: (Toast & { id: number })[]; count: number }>(none);
  const show = useCallback((toast: Toast) => {
    setToasts(({ shown: before, count: id }) => ({ shown: [...before.slice(-2), { ...toast, id }], count: id + 1 }));
  }, []);
  const pathname = usePathname();
  const [shownAt, setShownAt] = useState(pathname);
  if (pathname !== shownAt) {
    setShownAt(pathname);
    setToasts((now) => ({ ...now, shown: now.shown.filter((toast) => isFor(toast, pathname)) }));
  }
  const forget = (id: number) => setToasts((now) => ({ ...now, shown: now.shown.filter((toast) => toast.id !== id) }));
  return (
    <>
      <ToastContext value={show}>{children}</ToastContext>
      {count > 0 && <ToastList toasts={shown} onClose={forget} />}
    </>
  );
}

const isFor = ({ isEverywhere = false, leadsTo }: Toast, pathname: string): boolean =>
  isEverywhere || (leadsTo !== undefined && leadsTo !== pathname);

const none = { shown: [], count: 0 };
