'use client';

import { LogOut, UserRound } from 'lucide-react';
import { useRouter } from 'next/navigation';
import type { Actor } from '@/taxonomy/accounts/contract';
import { MenuItem, MenuLabel, MenuSeparator } from '../ui/menu';
import { useSignOut } from './use-sign-out';

export function PersonMenuItems({ actor }: { actor: Actor }) {
  const router = useRouter();
  const signOut = useSignOut();
  return (
    <>
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
    </>
  );
}
