'use client';

import { Menu as MenuIcon, Search } from 'lucide-react';
import Link from 'next/link';
import type { Actor } from '@/taxonomy/accounts/contract';
import { Button, IconButton } from '../ui/button';
import { later } from '../ui/later';
import { Menu } from '../ui/menu';
import { Logo } from '../ui/logo';

const BackgroundWorkButton = later(() => import('./background-work').then((module) => module.BackgroundWorkButton));

const TopMenuItems = later(() => import('./top-menu-items').then((module) => module.TopMenuItems));

/** The sidebar of narrow screens. */
export function TopBar({ actor, onSearch }: { actor: Actor; onSearch: () => void }) {
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
        <TopMenuItems actor={actor} />
      </Menu>
    </nav>
  );
}
