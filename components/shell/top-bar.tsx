'use client';

import { useQuery } from '@tanstack/react-query';
import { LogOut, Menu as MenuIcon, Search } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import type { Actor } from '@/taxonomy/accounts/contract';
import { numberText } from '../numbers';
import { Button, IconButton } from '../ui/button';
import { Menu, MenuChoice, MenuItem, MenuLabel, MenuSeparator } from '../ui/menu';
import { activity } from './activity';
import { BackgroundWorkButton } from './background-work';
import { Logo } from '../ui/logo';
import { places, settingsPlace } from './places';
import { usePreferences } from '../preferences';
import { themeOptions } from '../settings/theme-options';
import { useSignOut } from './use-sign-out';

/** The sidebar of narrow screens. */
export function TopBar({ actor, onSearch }: { actor: Actor; onSearch: () => void }) {
  const router = useRouter();
  const signOut = useSignOut();
  const { preferences, change } = usePreferences();
  const { data } = useQuery(activity());
  return (
    <nav aria-label="Seedleaf" className="flex h-12 items-center gap-1 border-b bg-sunken px-2 md:hidden">
      <Link href="/taxonomy" className="flex h-9 flex-1 items-center gap-2 rounded-md px-2 font-semibold">
        <Logo size={20} />
        Seedleaf
      </Link>
      <BackgroundWorkButton />
      <IconButton icon={Search} label="Search" onClick={onSearch} />
      <Menu
        align="end"
        trigger={
          <Button variant="ghost" icon={MenuIcon}>
            Menu
          </Button>
        }
      >
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
      </Menu>
    </nav>
  );
}
