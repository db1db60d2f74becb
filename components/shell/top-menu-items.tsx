'use client';

import { useQuery } from '@tanstack/react-query';
import { LogOut } from 'lucide-react';
import { useRouter } from 'next/navigation';
import type { Actor } from '@/taxonomy/accounts/contract';
import { numberText } from '../numbers';
import { usePreferences } from '../preferences';
import { themeOptions } from '../settings/theme-options';
import { MenuChoice, MenuItem, MenuLabel, MenuSeparator } from '../ui/menu';
import { activity } from './activity';
import { places, settingsPlace } from './places';
import { useSignOut } from './use-sign-out';

/** The items of the sidebar, as a menu. */
export function TopMenuItems({ actor }: { actor: Actor }) {
  const router = useRouter();
  const signOut = useSignOut();
  const { preferences, change } = usePreferences();
  const { data } = useQuery(activity());
  return (
    <>
      {[...places, settingsPlace].map(({ href, label, icon, counts }) => (
        <MenuItem key={href} icon={icon} onSelect={() => router.push(href)}>
          {label}
          {counts === 'pending' && data && data.pending > 0 && (
            <span className="ml-2 text-muted">{numberText(data.pending)} to review</span>
          )}
        </MenuItem>
      ))}
      <MenuSeparator />
      <MenuLabel>Appearance</MenuLabel>
      <MenuChoice
        label="Appearance"
        value={preferences.theme}
        onChange={(theme) => change({ theme })}
        options={themeOptions}
      />
      <MenuSeparator />
      <MenuLabel>
        {actor.name} · {actor.role}
      </MenuLabel>
      <MenuItem icon={LogOut} onSelect={signOut}>
        Sign out
      </MenuItem>
    </>
  );
}
