'use client';

import { createContext, use, useState, type ReactNode } from 'react';
import { preferenceCookie, writePreferences, type Preferences } from './preference-cookie';

type Value = { preferences: Preferences; change: (part: Partial<Preferences>) => void };
const PreferencesContext = createContext<Value | null>(null);

const YEAR_SECONDS = 31_536_000;

/** A person's preferences, kept in a cookie so that the server can render the first page with them. */
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
  if (!value) throw new Error('usePreferences needs a PreferencesProvider around it.');
  return value;
}
