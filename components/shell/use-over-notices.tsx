import { useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useEffect, useRef } from 'react';
import type { Going } from '@/taxonomy/jobs/contract';
import { queryKeyOf } from '@/components/api';
import { useToast } from './toasts';

/** Says when something has ended while the person was looking at another page. */
export function useOverNotices(going: readonly Going[] | undefined): void {
  const toast = useToast();
  const client = useQueryClient();
  const pathname = usePathname();
  const before = useRef<readonly Going[]>([]);

  useEffect(() => {
    if (!going) return;
    const over = before.current.filter((each) => !going.some(({ id }) => id === each.id));
    before.current = going;
    if (over.length === 0) return;
    // What it made changes the tree's numbers.
    void client.invalidateQueries({ queryKey: queryKeyOf('/api/v1/taxonomies/{taxonomyId}/nodes') });
    for (const { label, href } of over) {
      if (href === pathname) continue;
      toast({
        text: (
          <>
            “{label}” is over.{' '}
            <Link href={href} className="font-medium text-accent underline">
              See what it gave
            </Link>
          </>
        ),
      });
    }
  }, [going, pathname, toast, client]);
}
