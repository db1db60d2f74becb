import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useEffect, useRef } from 'react';
import type { BackgroundJob } from '@/taxonomy/jobs/contract';
import { useToast } from '../ui/toasts';

/** Shows a notice when something has ended while the person was on another page. */
export function useFinishedNotices(running: readonly BackgroundJob[] | undefined): void {
  const toast = useToast();
  const pathname = usePathname();
  const before = useRef<readonly BackgroundJob[]>([]);

  useEffect(() => {
    if (!running) return;
    const over = before.current.filter((each) => !running.some(({ id }) => id === each.id));
    before.current = running;
    if (over.length === 0) return;
    for (const { label, href } of over) {
      if (href === pathname) continue;
      toast({
        leadsTo: href,
        text: (
          <>
            “{label}” has finished.{' '}
            <Link href={href} className="font-medium text-accent underline">
              Open
            </Link>
          </>
        ),
      });
    }
  }, [running, pathname, toast]);
}
