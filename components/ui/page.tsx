'use client';

import { clsx } from 'clsx';
import { ChevronRight } from 'lucide-react';
import Link from 'next/link';
import { createContext, use, type ComponentProps, type ReactNode } from 'react';
import { SidePanel } from './side-panel';

export type Step = {
  label: ReactNode;
  href?: string;
  /** For pages that change without a request to the server. */
  onNavigate?: ComponentProps<typeof Link>['onNavigate'];
};

type PageProps = {
  /** The path to this page. The last crumb is the page's name, shown as its heading. */
  crumbs: readonly Step[];
  /** The one main action, and at most a menu beside it. */
  action?: ReactNode;
  /** The panel on the left (the tree); a button on narrow screens. */
  side?: { label: string; body: ReactNode };
  /**
   * `full` is the usual width of pages; `fill` takes all remaining space, for panes that scroll by themselves; `read`
   * keeps lines short.
   */
  width?: 'full' | 'read' | 'fill';
  children: ReactNode;
};

const Notice = createContext<ReactNode>(null);

/** Lets the shell show something in the top bar of every page inside it. */
export const PageNoticeProvider = Notice.Provider;

/** The top bar and the body of every page inside the shell. */
export function Page({ crumbs, action, side, width = 'full', children }: PageProps) {
  return (
    <div className={clsx('flex min-h-full flex-1 flex-col', width === 'fill' && 'lg:max-h-dvh')}>
      <header className="sticky top-0 z-20 flex min-h-(--top-bar) flex-wrap items-center gap-x-4 gap-y-1 border-b bg-ground px-4 py-1.5">
        {/* On a phone the name takes two lines, and the actions their own line where its words do not fit beside them. */}
        <div className="min-w-0 flex-1 max-sm:basis-[min-content]">
          <Breadcrumb steps={crumbs.slice(0, -1)} />
          <h1 className="text-heading font-semibold max-sm:line-clamp-2 max-sm:break-words sm:truncate">
            {crumbs.at(-1)?.label}
          </h1>
        </div>
        {use(Notice)}
        {action && <div className="flex max-w-full shrink-0 flex-wrap items-center gap-2">{action}</div>}
      </header>
      <div className="flex min-h-0 flex-1 flex-col lg:flex-row">
        {side && <SidePanel label={side.label}>{side.body}</SidePanel>}
        <div
          className={clsx(
            'min-w-0 flex-1',
            width === 'full' && 'w-full max-w-(--page-width) p-4',
            width === 'read' && 'w-full max-w-3xl p-4 pb-16',
            width === 'fill' && 'flex min-h-0 flex-col',
          )}
        >
          {children}
        </div>
      </div>
    </div>
  );
}

/** The crumbs above a page, on one line. On a phone only the nearest one, as the way back. */
function Breadcrumb({ steps }: { steps: readonly Step[] }) {
  if (steps.length === 0) return null;
  return (
    <nav aria-label="Breadcrumb">
      <ol className="flex items-center gap-x-1 overflow-hidden text-xs text-muted">
        {steps.map((step, i) => {
          const isLast = i === steps.length - 1;
          return (
            <li
              key={`${i}-${step.href ?? ''}`}
              className={clsx('min-w-0 items-center gap-1', isLast ? 'flex' : 'hidden shrink sm:flex')}
            >
              {step.href ? (
                <Link
                  href={step.href}
                  onNavigate={step.onNavigate}
                  className="truncate rounded-sm hover:text-ink hover:underline"
                >
                  {step.label}
                </Link>
              ) : (
                <span className="truncate">{step.label}</span>
              )}
              {!isLast && <ChevronRight size={12} aria-hidden className="shrink-0" />}
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
