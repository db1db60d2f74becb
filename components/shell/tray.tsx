'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ChevronDown, ChevronUp, X } from 'lucide-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useState } from 'react';
import type { Going } from '@/taxonomy/jobs/contract';
import { send } from '../api-client';
import { Button } from '../ui/button';
import { PracticeBadge } from '../ui/practice-badge';
import { ProgressBar } from '../ui/progress-bar';
import { messageOf } from '../ui/states';
import { activity } from './activity';
import { useToast } from '../ui/toasts';
import { useOverNotices } from './use-over-notices';

/** What is running in the background; nothing is shown when nothing is. */
export function Tray() {
  const { data } = useQuery(activity());
  const pathname = usePathname();
  const [isOpen, setOpen] = useState(false);
  useOverNotices(data?.going);
  // A page that shows the work itself needs no card over it.
  const going = (data?.going ?? []).filter(({ href }) => href !== pathname);
  if (going.length === 0) return null;
  return (
    <div className="pointer-events-none fixed right-4 bottom-[calc(var(--foot,0px)+1rem)] left-4 z-30 flex flex-col items-end gap-2 *:pointer-events-auto md:left-auto">
      <section aria-label="Background work" className="w-80 max-w-full rounded-lg border bg-surface shadow-float">
        <button
          type="button"
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
          className="flex h-9 w-full items-center gap-2 rounded-lg px-3 text-left"
        >
          <Summary going={going} />
          {isOpen ? <ChevronDown size={16} aria-hidden /> : <ChevronUp size={16} aria-hidden />}
        </button>
        {isOpen && (
          <ul className="max-h-[50dvh] overflow-y-auto border-t">
            {going.map((each) => (
              <GoingRow key={each.id} going={each} />
            ))}
          </ul>
        )}
      </section>
    </div>
  );
}

const sum = (going: readonly Going[], of: 'done' | 'total') => going.reduce((total, each) => total + each[of], 0);

function Summary({ going }: { going: readonly Going[] }) {
  const [only] = going;
  const words = going.length === 1 && only ? only.label : `${going.length} running`;
  return (
    <>
      <span className="min-w-0 flex-1 truncate font-medium">{words}</span>
      <ProgressBar label={words} value={sum(going, 'done')} max={sum(going, 'total')} className="w-16" />
    </>
  );
}

function GoingRow({ going }: { going: Going }) {
  return (
    <li className="flex flex-col gap-1 border-b px-3 py-2 last:border-b-0">
      <div className="flex items-center gap-2">
        <Link href={going.href} className="min-w-0 flex-1 truncate font-medium hover:underline">
          {going.label}
        </Link>
        {going.cancelPath && <CancelButton path={going.cancelPath} label={going.label} />}
      </div>
      <div className="flex items-center gap-2 text-sm text-muted">
        <span className="flex-1 tabular-nums">
          {going.total > 0
            ? `${going.done.toLocaleString('en')} of ${going.total.toLocaleString('en')} ${going.unit}`
            : 'Starting'}
        </span>
        {going.isPractice && <PracticeBadge />}
      </div>
      <ProgressBar
        label={going.label}
        value={going.done}
        max={going.total}
        tone={going.isPractice ? 'practice' : 'accent'}
      />
    </li>
  );
}

function CancelButton({ path, label }: { path: string; label: string }) {
  const client = useQueryClient();
  const toast = useToast();
  const { mutate, isPending, isSuccess } = useMutation({
    // The server says where to send it: each room has its own way to stop.
    mutationFn: () => send('POST', path),
    onSettled: () => client.invalidateQueries({ queryKey: activity().queryKey }),
    onError: (error) => toast({ tone: 'error', text: `“${label}” was not cancelled. ${messageOf(error)}` }),
  });
  return (
    <Button size="small" variant="ghost" icon={X} isBusy={isPending || isSuccess} onClick={() => mutate()}>
      Cancel
    </Button>
  );
}
