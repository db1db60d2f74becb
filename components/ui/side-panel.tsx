'use client';

import { clsx } from 'clsx';
import { PanelLeft } from 'lucide-react';
import { usePathname } from 'next/navigation';
import { useState, type ReactNode } from 'react';
import { Button } from './button';

/** The left side of a page: always visible on wide screens, behind a button on narrow ones. */
export function SidePanel({ label, children }: { label: string; children: ReactNode }) {
  const pathname = usePathname();
  const [openedAt, setOpenedAt] = useState<string | null>(null);
  // Choosing something in it changes the page, which closes it again.
  const isOpen = openedAt === pathname;
  return (
    <>
      <div className="border-b px-4 py-2 lg:hidden">
        <Button
          variant="ghost"
          size="small"
          icon={PanelLeft}
          aria-expanded={isOpen}
          onClick={() => setOpenedAt(isOpen ? null : pathname)}
        >
          {label}
        </Button>
      </div>
      <aside
        aria-label={label}
        className={clsx(
          'border-b lg:sticky lg:top-(--top-bar) lg:block lg:h-[calc(100dvh-var(--top-bar))] lg:w-72 lg:shrink-0 lg:overflow-y-auto lg:border-r lg:border-b-0',
          isOpen ? 'block max-h-[60dvh] overflow-y-auto' : 'hidden',
        )}
      >
        {children}
      </aside>
    </>
  );
}
