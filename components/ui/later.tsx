'use client';

import { useEffect, useState, useSyncExternalStore, type ComponentType, type ReactNode } from 'react';
import { loadWhenIdle } from './load-when-idle';

/**
 * A component that loads after the page: when the page is idle, or when the component is first rendered. For menus,
 * dialogs and other things that open on top of a page.
 *
 * @param meanwhile Shown until then.
 */
export function later<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  meanwhile: (props: Props) => ReactNode = () => null,
): ComponentType<Props> {
  let loaded: ComponentType<Props> | null = null;
  let loading: Promise<void> | null = null;
  const listeners = new Set<() => void>();
  const subscribe = (listener: () => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  const start = async () => {
    try {
      loaded = await load();
      for (const listener of listeners) listener();
    } catch (error) {
      loading = null;
      throw error;
    }
  };
  const startOnce = () => (loading ??= start());
  loadWhenIdle(startOnce);
  return function Later(props: Props) {
    const Loaded = useSyncExternalStore(
      subscribe,
      () => loaded,
      () => null,
    );
    const [failure, setFailure] = useState<{ error: unknown } | null>(null);
    useEffect(() => {
      startOnce().catch((error: unknown) => setFailure({ error }));
    }, []);
    if (failure) throw failure.error;
    return Loaded ? <Loaded {...props} /> : meanwhile(props);
  };
}
