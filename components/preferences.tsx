'use client';

import { createContext, use, useState, type ReactNode } from 'react';
import { preferenceCookie, writePreferences, type Preferences } from './preference-cookie';

type Value = { preferences: Preferences; change: (part: Partial<Preferences>) => void };
const PreferencesContext = createContext<Value | null>(null);

const YEAR_SECONDS = 31_536_000;

/** What a person likes: kept in a cookie, so that the server's first page already looks that way. */
export function PreferencesProvider({ initial, children }: { initial: Preferences; children: ReactNode }) {
  const [preferences, setPreferences] = useState(initial);
  const change = (part: Partial<Preferences>) => {
    const next = { ...preferences, ...part };
    setPreferences(next);
    document.cookie = `${preferenceCookie}=${writePreferences(next)}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`;
    if (next.theme === 'system') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = next.theme;
  };
  return <PreferencesContext value={{ preferences, change }}>{children}</PreferencesContext>;
}

export function usePreferences(): Value {
  const value = use(PreferencesContext);
  if (!value) throw new Error('usePreferences stands outside of PreferencesProvider.');
  return value;
}
