'use client';

import { MutationCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { setNonce } from 'get-nonce';
import { useEffect, useState, type ComponentType, type ReactNode } from 'react';
import { ApiError } from '@/components/api-client';
import { PreferencesProvider } from '@/components/preferences';
import type { Preferences } from '@/components/preference-cookie';
import { isOpenPage } from '@/components/shell/plain-pages';
import { loadWhenIdle } from '@/components/ui/load-when-idle';
import { ToastsProvider } from '@/components/ui/toasts';
import { UndoProvider } from '@/components/ui/undo';
import { HotkeysProvider } from '@/components/use-hotkeys';

const SECOND = 1000;

/** Retry only temporary failures, never refusals. */
const isWorthRetrying = (count: number, error: Error) =>
  count < 2 && (!(error instanceof ApiError) || error.code === 'network' || error.code === 'unavailable');

const makeClient = () =>
  new QueryClient({
    defaultOptions: { queries: { staleTime: 5 * SECOND, retry: isWorthRetrying, throwOnError: false } },
    mutationCache: new MutationCache({
      // The session ended elsewhere, so go to the sign-in page.
      onError: (error) => {
        if (isOpenPage(window.location.pathname)) return;
        if (error instanceof ApiError && error.code === 'unauthenticated') {
          window.location.assign(`/sign-in?next=${encodeURIComponent(window.location.pathname)}`);
        }
      },
    }),
  });

export function Providers({ preferences, children }: { preferences: Preferences; children: ReactNode }) {
  const [client] = useState(makeClient);
  // Dialogs stop the page from scrolling with a style element, which needs the nonce of the content security policy.
  useEffect(() => setNonce(document.querySelector<HTMLScriptElement>('script[nonce]')?.nonce ?? ''), []);
  const [Tooltips, setTooltips] = useState<ComponentType | null>(null);
  useEffect(
    () => loadWhenIdle(() => import('@/components/ui/tooltips').then((module) => setTooltips(() => module.Tooltips))),
    [],
  );
  return (
    <QueryClientProvider client={client}>
      <PreferencesProvider initial={preferences}>
        <HotkeysProvider>
          <UndoProvider>
            <ToastsProvider>{children}</ToastsProvider>
          </UndoProvider>
          {Tooltips && <Tooltips />}
        </HotkeysProvider>
      </PreferencesProvider>
    </QueryClientProvider>
  );
}
