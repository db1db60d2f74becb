'use client';

import { usePathname } from 'next/navigation';
import { useState, type ReactNode } from 'react';
import type { Actor } from '@/taxonomy/accounts/contract';
import { later } from '../ui/later';
import { laterDialog } from '../ui/later-dialog';
import { PageNoticeProvider } from '../ui/page';
import { LastAct } from './last-act';
import { useFreshTree } from './activity';
import { isPlainPage } from './plain-pages';
import { Rail } from './rail';
import { ShellKeys } from './shell-keys';
import { TopBar } from './top-bar';

const KeysSheet = laterDialog(() => import('./keys-sheet').then((module) => module.KeysSheet));
const Notices = later(() => import('./notices').then((module) => module.Notices));
const Palette = laterDialog(() => import('./palette').then((module) => module.Palette));

/** Puts a page into the shell; sign-in pages and the welcome page have none. */
export function Frame({ actor, children }: { actor: Actor | null; children: ReactNode }) {
  const pathname = usePathname();
  if (!actor || isPlainPage(pathname)) return <Plain>{children}</Plain>;
  return <Shell actor={actor}>{children}</Shell>;
}

function SkipLink() {
  return (
    <a
      href="#main"
      className="fixed top-2 left-2 z-50 -translate-y-20 rounded-md bg-surface px-3 py-2 font-medium shadow-float focus:translate-y-0"
    >
      Skip to the page
    </a>
  );
}

function Plain({ children }: { children: ReactNode }) {
  return (
    <>
      <SkipLink />
      <main id="main" tabIndex={-1} className="flex min-h-dvh flex-col outline-none">
        {children}
      </main>
    </>
  );
}

function Shell({ actor, children }: { actor: Actor; children: ReactNode }) {
  useFreshTree();
  const [opened, setOpened] = useState<'palette' | 'keys' | null>(null);
  const close = () => setOpened(null);
  return (
    <>
      <SkipLink />
      <Notices personId={actor.id} />
      <ShellKeys onPalette={() => setOpened('palette')} onKeys={() => setOpened('keys')} />
      <div className="flex min-h-dvh flex-col md:flex-row">
        <Rail actor={actor} onSearch={() => setOpened('palette')} />
        <TopBar actor={actor} onSearch={() => setOpened('palette')} />
        <main id="main" tabIndex={-1} className="flex min-w-0 flex-1 flex-col outline-none">
          <PageNoticeProvider value={<LastAct />}>{children}</PageNoticeProvider>
        </main>
      </div>
      {opened === 'palette' && <Palette actor={actor} onClose={close} onKeys={() => setOpened('keys')} />}
      {opened === 'keys' && <KeysSheet isOpen onClose={close} />}
    </>
  );
}
