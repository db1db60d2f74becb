'use client';

import { clsx } from 'clsx';
import type { Actor } from '@/taxonomy/accounts/contract';
import { later } from '../ui/later';
import { Menu } from '../ui/menu';

const PersonMenuItems = later(() => import('./person-menu-items').then((module) => module.PersonMenuItems));

export function PersonMenu({ actor, words }: { actor: Actor; words: string }) {
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
      <PersonMenuItems actor={actor} />
    </Menu>
  );
}
