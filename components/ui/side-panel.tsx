'use client';

import { clsx } from 'clsx';
import { PanelLeft } from 'lucide-react';
import { usePathname } from 'next/navigation';
import { useState, type ReactNode } from 'react';
import { Button } from './button';
import { sidePanelLook } from './side-panel-look';

/** The left side of a page: always visible on wide screens, behind a button on narrow ones. */
export function SidePanel({ label, children }: { label: string; children: ReactNode }) {
  const pathname = usePathname();
  const [openedAt, setOpenedAt] = useState<string | null>(null);
  // Choosing something in it changes the page, which closes it again.
  const isOpen = openedAt === pathname;
  return (
    <>
      <div className={sidePanelLook.opener}>
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
        className={clsx(sidePanelLook.panel, isOpen ? 'block max-h-[60dvh] overflow-y-auto' : 'hidden')}
      >
        {children}
      </aside>
    </>
  );
}
