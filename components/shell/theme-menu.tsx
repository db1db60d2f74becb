'use client';

import { clsx } from 'clsx';
import { Menu, MenuChoice } from '../ui/menu';
import { usePreferences } from '../preferences';
import type { Theme } from '../preference-cookie';
import { themeOptions } from '../settings/theme-options';

const railWords = { light: 'light', dark: 'dark', system: 'automatic' } as const satisfies Record<Theme, string>;

export function ThemeMenu({ words }: { words: string }) {
  const { preferences, change } = usePreferences();
  const current = themeOptions.find(({ value }) => value === preferences.theme) ?? themeOptions[2];
  const Icon = current.icon;
  return (
    <Menu
      side="right"
      align="end"
      trigger={
        <button
          type="button"
          className="flex h-9 items-center gap-2.5 rounded-md px-3 text-muted hover:bg-hover hover:text-ink"
        >
          <Icon size={16} aria-hidden className="shrink-0" />
          <span className={clsx('flex-1 truncate text-left', words)}>Theme: {railWords[current.value]}</span>
        </button>
      }
    >
      <MenuChoice
        label="Appearance"
        value={preferences.theme}
        onChange={(theme) => change({ theme })}
        options={themeOptions}
      />
    </Menu>
  );
}
