import type { RunDetail } from '@/taxonomy/generation/contract';
import { Badge } from '../ui/badge';
import { countText } from '../numbers';

/** Why tasks failed, grouped by message. */
export function RunErrors({ run: { errors } }: { run: RunDetail }) {
  if (errors.length === 0) return null;
  return (
    <section aria-label="Errors" className="flex flex-col gap-2">
      <h2 className="text-lg font-semibold">Errors</h2>
      <ul className="border-t">
        {errors.map(({ kind, message, items, example }) => (
          <li key={`${kind} ${message}`} className="flex flex-wrap items-baseline gap-x-3 gap-y-1 border-b py-2">
            <Badge tone="rejected">{countText(items, 'task')}</Badge>
            <span className="min-w-0 flex-1 basis-80 break-words">{message}</span>
            <span className="text-sm text-muted">for example {example.leafName}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
