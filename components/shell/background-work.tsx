'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { clsx } from 'clsx';
import { LoaderCircle, X } from 'lucide-react';
import Link from 'next/link';
import type { ComponentProps } from 'react';
import type { BackgroundJob } from '@/taxonomy/jobs/contract';
import { numberText } from '../numbers';
import { send } from '../api-client';
import { Button } from '../ui/button';
import { Popover } from '../ui/popover';
import { PracticeBadge } from '../ui/practice-badge';
import { ProgressBar } from '../ui/progress-bar';
import { messageOf } from '../ui/states';
import { activity } from './activity';
import { useToast } from '../ui/toasts';

/**
 * The background work, shown in the bars of the shell so that it never covers the page. Nothing is shown when nothing
 * runs.
 */
function useRunning(): readonly BackgroundJob[] {
  return useQuery(activity()).data?.running ?? [];
}

/**
 * In the sidebar: what runs and its progress; a click shows each job. `words` is the class that hides the text when the
 * sidebar is folded.
 */
export function BackgroundWork({ words }: { words: string }) {
  const running = useRunning();
  if (running.length === 0) return null;
  const name = nameOf(running);
  return (
    <WorkPopover running={running} side="right" align="end">
      <button
        type="button"
        aria-label={`Background work: ${name}`}
        className="flex min-h-9 items-center gap-2.5 rounded-md px-3 py-1.5 text-left text-muted hover:bg-hover hover:text-ink"
      >
        <LoaderCircle size={16} aria-hidden className="shrink-0 animate-spin text-accent motion-reduce:animate-none" />
        <span className={clsx('min-w-0 flex-1', words)}>
          <span className="block truncate">{name}</span>
          <TotalBar running={running} className="mt-1" />
        </span>
      </button>
    </WorkPopover>
  );
}

/** In the top bar of narrow screens. */
export function BackgroundWorkButton() {
  const running = useRunning();
  if (running.length === 0) return null;
  return (
    <WorkPopover running={running} side="bottom" align="end">
      <button
        type="button"
        aria-label={`Background work: ${nameOf(running)}`}
        className="flex h-9 items-center gap-2 rounded-md px-2 text-muted"
      >
        <LoaderCircle size={16} aria-hidden className="shrink-0 animate-spin text-accent motion-reduce:animate-none" />
        <TotalBar running={running} className="w-10" />
      </button>
    </WorkPopover>
  );
}

type WorkPopoverProps = {
  running: readonly BackgroundJob[];
  side: 'right' | 'bottom';
  align: 'end';
  children: ComponentProps<typeof Popover>['trigger'];
};

const WorkPopover = ({ running, side, align, children }: WorkPopoverProps) => (
  <Popover trigger={children} label="Background work" side={side} align={align} className="w-80 p-0">
    <ul className="max-h-[50dvh] overflow-y-auto">
      {running.map((each) => (
        <JobRow key={each.id} job={each} />
      ))}
    </ul>
  </Popover>
);

const nameOf = ([first, ...others]: readonly BackgroundJob[]): string =>
  first && others.length === 0 ? first.label : `${others.length + 1} running`;

const sum = (running: readonly BackgroundJob[], of: 'done' | 'total') =>
  running.reduce((total, each) => total + each[of], 0);

const TotalBar = ({ running, className }: { running: readonly BackgroundJob[]; className: string }) => (
  <ProgressBar
    label={nameOf(running)}
    value={sum(running, 'done')}
    max={sum(running, 'total')}
    tone={running.every((each) => each.isPractice) ? 'practice' : 'accent'}
    className={className}
  />
);

function JobRow({ job }: { job: BackgroundJob }) {
  return (
    <li className="flex flex-col gap-1 border-b px-3 py-2 last:border-b-0">
      <div className="flex items-center gap-2">
        <Link href={job.href} className="min-w-0 flex-1 truncate font-medium hover:underline">
          {job.label}
        </Link>
        {job.cancelPath && <CancelButton path={job.cancelPath} label={job.label} />}
      </div>
      <div className="flex items-center gap-2 text-sm text-muted">
        <span className="flex-1 tabular-nums">
          {job.total > 0 ? `${numberText(job.done)} of ${numberText(job.total)} ${job.unit}` : 'Starting'}
        </span>
        {job.isPractice && <PracticeBadge />}
      </div>
      <ProgressBar label={job.label} value={job.done} max={job.total} tone={job.isPractice ? 'practice' : 'accent'} />
    </li>
  );
}

function CancelButton({ path, label }: { path: string; label: string }) {
  const client = useQueryClient();
  const toast = useToast();
  const { mutate, isPending, isSuccess } = useMutation({
    // The server provides the address: each kind of work has its own way to stop.
    mutationFn: () => send('POST', path),
    onSettled: () => client.invalidateQueries({ queryKey: activity().queryKey }),
    onError: (error) =>
      toast({ isEverywhere: true, tone: 'error', text: `“${label}” was not cancelled. ${messageOf(error)}` }),
  });
  return (
    <Button size="small" variant="ghost" icon={X} isBusy={isPending || isSuccess} onClick={() => mutate()}>
      Cancel
    </Button>
  );
}
