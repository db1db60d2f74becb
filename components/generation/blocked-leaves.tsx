import Link from 'next/link';
import type { Estimate } from '@/taxonomy/generation/contract';
import { countText, numberText } from '../numbers';
import { Notice } from '../ui/states';

const SHOWN_BLOCKED = 20;

/** The leaves of a scope that cannot run, and why. */
export function BlockedLeaves({ blocked }: { blocked: Estimate['blocked'] }) {
  const others = blocked.length - SHOWN_BLOCKED;
  return (
    <Notice tone="warning" title={`${countText(blocked.length, 'leaf', 'leaves')} cannot run and will be left out`}>
      <ul className="mt-1 flex max-h-64 flex-col gap-2 overflow-y-auto">
        {blocked.slice(0, SHOWN_BLOCKED).map(({ leafId, name, message }) => (
          <li key={leafId}>
            <Link href={`/taxonomy/${leafId}`} className="font-medium underline underline-offset-4">
              {name}
            </Link>
            <span className="block text-sm text-muted">{message}</span>
          </li>
        ))}
      </ul>
      {others > 0 && <p className="mt-2 text-sm text-muted">And {numberText(others)} more.</p>}
    </Notice>
  );
}
