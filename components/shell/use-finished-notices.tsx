import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useEffect, useRef } from 'react';
import { runStateNames } from '@/taxonomy/generation/vocabulary';
import type { BackgroundJob } from '@/taxonomy/jobs/contract';
import { api } from '../api';
import { useToast } from '../ui/toasts';
import { endedJobs } from './ended-jobs';

/**
 * Shows a notice when something has ended while the person was on another page. A run says how it has ended, and tells only
 * the person who started it.
 */
export function useFinishedNotices(running: readonly BackgroundJob[] | undefined, personId: string): void {
  const toast = useToast();
  const pathname = usePathname();
  const before = useRef<readonly BackgroundJob[]>([]);

  useEffect(() => {
    if (!running) return;
    const over = endedJobs(before.current, running, personId);
    before.current = running;
    for (const job of over) {
      if (job.href === pathname) continue;
      void endOf(job).then((end) =>
        toast({
          leadsTo: job.href,
          text: (
            <>
              “{job.label}” {end}.{' '}
              <Link href={job.href} className="font-medium text-accent underline">
                Open
              </Link>
            </>
          ),
        }),
      );
    }
  }, [running, personId, pathname, toast]);
}

async function endOf({ id, kind }: BackgroundJob): Promise<string> {
  if (kind !== 'run') return 'has finished';
  try {
    const { state } = await api.get('/api/v1/runs/{runId}', { params: { runId: id } });
    return state === 'paused' ? 'is paused' : `has finished: ${runStateNames[state].toLowerCase()}`;
  } catch {
    // The notice still leads to the run.
    return 'has finished';
  }
}
