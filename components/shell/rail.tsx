'use client';

import { useQuery } from '@tanstack/react-query';
import { clsx } from 'clsx';
import { PanelLeft, Search } from 'lucide-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import type { Actor } from '@/taxonomy/accounts/contract';
import type { Activity } from '@/taxonomy/jobs/contract';
import { keyOf } from '../keymap';
import { IconButton } from '../ui/button';
import { Kbd } from '../ui/kbd';
import { later } from '../ui/later';
import { tip } from '../ui/tip';
import { activity } from './activity';
import { Logo } from '../ui/logo';
import { PersonMenu } from './person-menu';
import { isAt, places, settingsPlace, type Place } from './places';
import { usePreferences } from '../preferences';
import type { Rail as RailState } from '../preference-cookie';
import { ThemeMenu } from './theme-menu';

const BackgroundWork = later(() => import('./background-work').then((module) => module.BackgroundWork));

/** The class for words in the sidebar: hidden when it is folded. `auto` depends on the width of the screen. */
const wordsIn = { open: '', folded: 'sr-only', auto: 'sr-only xl:not-sr-only' } as const satisfies Record<
  RailState,
  string
>;
const widthOf = { open: 'w-55', folded: 'w-14', auto: 'w-14 xl:w-55' } as const satisfies Record<RailState, string>;

const placeOfFold = { open: '', folded: 'mx-auto', auto: 'mx-auto xl:mx-0' } as const satisfies Record<
  RailState,
  string
>;

const isWide = () => window.matchMedia('(min-width: 80rem)').matches;

/** Folds or unfolds the sidebar, and remembers it. */
export function useRail() {
  const { preferences, change } = usePreferences();
  const toggle = () => {
    const isOpen = preferences.rail === 'open' || (preferences.rail === 'auto' && isWide());
    change({ rail: isOpen ? 'folded' : 'open' });
  };
  return { rail: preferences.rail, toggle };
}

export function Rail({ actor, onSearch }: { actor: Actor; onSearch: () => void }) {
  const { rail, toggle } = useRail();
  const { data: counted } = useQuery(activity());
  const words = wordsIn[rail];
  return (
    <nav
      aria-label="Seedleaf"
      className={clsx(
        'sticky top-0 z-30 hidden h-dvh shrink-0 flex-col gap-1 border-r bg-sunken p-2 md:flex',
        widthOf[rail],
      )}
    >
      <div className="flex flex-wrap items-center gap-1">
        <Link href="/taxonomy" className="flex h-9 min-w-0 flex-1 items-center gap-2 rounded-md px-2 font-semibold">
          <Logo />
          <span className={words}>Seedleaf</span>
        </Link>
        <IconButton
          icon={PanelLeft}
          label="Toggle sidebar"
          keyHint={keyOf('app.rail')}
          onClick={toggle}
          className={placeOfFold[rail]}
        />
      </div>
      <button
        type="button"
        onClick={onSearch}
        className="flex h-8 items-center gap-2 rounded-md border bg-surface px-2.5 text-muted hover:text-ink"
      >
        <Search size={16} aria-hidden className="shrink-0" />
        <span className={clsx('flex-1 text-left', words)}>Search…</span>
        <span className={words}>
          <Kbd keys={keyOf('app.palette')} />
        </span>
      </button>
      <div className="mt-2 flex flex-1 flex-col gap-0.5">
        {places.map((place) => (
          <Entry key={place.href} place={place} counted={counted} words={words} isFolded={rail !== 'open'} />
        ))}
      </div>
      <div className="flex flex-col gap-0.5">
        <BackgroundWork words={words} />
        <Entry place={settingsPlace} counted={counted} words={words} isFolded={rail !== 'open'} />
        <ThemeMenu words={words} />
        <PersonMenu actor={actor} words={words} />
      </div>
    </nav>
  );
}

type EntryProps = { place: Place; counted: Activity | undefined; words: string; isFolded: boolean };

function Entry({ place, counted, words, isFolded }: EntryProps) {
  const { icon: Icon, href, label, counts } = place;
  const isHere = isAt(usePathname(), href);
  const count = countOf(counts, counted);
  return (
    <Link
      href={href}
      {...(isFolded && tip(count ? `${label}: ${count.short} ${count.meaning}` : label, { side: 'right' }))}
      aria-current={isHere ? 'page' : undefined}
      className={clsx(
        'relative flex h-9 items-center gap-2.5 rounded-md px-3',
        isHere ? 'bg-hover font-medium text-ink' : 'text-muted hover:bg-hover hover:text-ink',
      )}
    >
      <Icon size={16} aria-hidden className={clsx('shrink-0', isHere && 'text-accent')} />
      <span className={clsx('flex-1', words)}>{label}</span>
      {count && (
        <>
          <span className={clsx('text-xs tabular-nums', words)}>
            {count.short}
            <span className="sr-only"> {count.meaning}</span>
          </span>
          {isFolded && (
            <span
              aria-hidden
              className={clsx(
                'absolute top-1.5 right-2.5 size-1.5 rounded-full bg-accent',
                words && 'xl:hidden',
                words === 'sr-only' && 'xl:block',
              )}
            />
          )}
        </>
      )}
    </Link>
  );
}

const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });

function countOf(counts: Place['counts'], data: Activity | undefined): { short: string; meaning: string } | null {
  if (!counts || !data) return null;
  const n = counts === 'pending' ? data.pending : data.running.filter((each) => each.kind === 'run').length;
  if (n === 0) return null;
  return { short: compact.format(n), meaning: counts === 'pending' ? 'to review' : 'running' };
}
