import Link from 'next/link';
import type { VersionSummary } from '@/taxonomy/datasets/contract';
import { countText } from '../numbers';
import { When } from '../ui/when';
import { PracticeIcon } from '../ui/practice-badge';
import { Notice } from '../ui/states';
import { VersionState } from './version-state';

const dots = {
  published: 'border-accent bg-accent',
  publishing: 'border-accent bg-ground',
  failed: 'border-rejected bg-ground',
} as const satisfies Record<VersionSummary['state'], string>;

/** A version on the timeline. The whole line is the link, and its name is what a screen reader reads. */
export function VersionLine({ version }: { version: VersionSummary }) {
  const { id, datasetName, number, state, rows, isPractice, contentHash, createdAt, createdBy, error } = version;
  return (
    <li className="group relative pl-8">
      <span
        aria-hidden
        className="absolute inset-y-0 left-[11px] w-px bg-line group-first:top-5 group-last:bottom-auto group-last:h-5 group-only:hidden"
      />
      <span aria-hidden className={`absolute top-4 left-[7px] size-[9px] rounded-full border-2 ${dots[state]}`} />
      <div className="relative flex flex-wrap items-baseline gap-x-6 gap-y-1 rounded-md px-2 py-3 hover:bg-sunken">
        <div className="min-w-0 flex-1 basis-72">
          <h2 className="flex flex-wrap items-center gap-x-2 gap-y-1">
            <Link href={`/datasets/${id}`} className="font-medium after:absolute after:inset-0 hover:underline">
              {datasetName} <span className="font-normal whitespace-nowrap text-muted">version {number}</span>
            </Link>
            {isPractice && <PracticeIcon />}
            <VersionState state={state} />
          </h2>
          <p className="text-sm text-muted">
            <When iso={createdAt} />
            {` · ${createdBy}`}
          </p>
        </div>
        <p className="w-28 text-sm tabular-nums">{state === 'failed' ? '' : countText(rows, 'row')}</p>
        <p className="w-28 text-code text-muted">
          {contentHash && (
            <>
              <span className="sr-only">content hash </span>
              {contentHash.slice(0, 12)}
            </>
          )}
        </p>
        {state === 'failed' && (
          <Notice tone="error" title="Publishing failed" className="w-full">
            {error ?? 'The reason is unknown. Publish again.'}
          </Notice>
        )}
      </div>
    </li>
  );
}
