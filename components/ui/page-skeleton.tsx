import type { ReactNode } from 'react';
import { clsx } from 'clsx';
import { sidePanelLook } from './side-panel-look';
import { Skeleton } from './states';

/**
 * Placeholders for the header and the first rows while a page loads.
 *
 * @param side Placeholders in the panel on the left, for pages that have one, so that nothing moves when they come.
 */
export function PageSkeleton({ side }: { side?: ReactNode }) {
  return (
    <div className="flex min-h-full flex-1 flex-col" aria-busy="true" aria-label="Loading">
      <div className="flex min-h-(--top-bar) items-center border-b px-4">
        <Skeleton className="h-5 w-48" />
      </div>
      <div className="flex min-h-0 flex-1 flex-col lg:flex-row">
        {side && (
          <>
            <div className={sidePanelLook.opener}>
              <Skeleton className="h-7 w-24" />
            </div>
            <div className={clsx(sidePanelLook.panel, 'hidden')}>{side}</div>
          </>
        )}
        <div className="flex min-w-0 flex-1 flex-col gap-3 p-4">
          {['w-2/3', 'w-1/2', 'w-3/5', 'w-2/5'].map((width) => (
            <Skeleton key={width} className={`h-5 ${width}`} />
          ))}
        </div>
      </div>
    </div>
  );
}
