'use client';

import { clsx } from 'clsx';
import { LogOut, UserRound } from 'lucide-react';
import { useRouter } from 'next/navigation';
import type { Actor } from '@/taxonomy/accounts/contract';
import { Menu, MenuItem, MenuLabel, MenuSeparator } from '../ui/menu';
import { useSignOut } from './use-sign-out';

export function PersonMenu({ actor, words }: { actor: Actor; words: string }) {
  const router = useRouter();
  const signOut = useSignOut();
  return (
    <Menu
      side="right"
      align="end"
      trigger={
        <button
          type="button"
          aria-label={`${actor.name}: account and sign out`}
          className="flex h-9 items-center gap-2.5 rounded-md px-2.5 text-muted hover:bg-hover hover:text-ink"
        >
          <span
            aria-hidden
            className="flex size-5 shrink-0 items-center justify-center rounded-full bg-accent-soft text-xs font-semibold text-accent"
          >
            {actor.name.slice(0, 1).toUpperCase()}
          </span>
          <span className={clsx('flex-1 truncate text-left', words)}>{actor.name}</span>
        </button>
      }
    >
      <MenuLabel>
        {actor.name} · {actor.role}
      </MenuLabel>
      <MenuItem icon={UserRound} onSelect={() => router.push('/settings')}>
        Account
      </MenuItem>
      <MenuSeparator />
      <MenuItem icon={LogOut} onSelect={signOut}>
        Sign out
      </MenuItem>
    </Menu>
  );
}
