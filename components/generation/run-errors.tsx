import type { RunDetail } from '@/taxonomy/generation/contract';
import { Badge } from '../ui/badge';
import { later } from '../ui/later';
import { countText } from '../numbers';

const RetryErrors = later(() => import('./retry-errors').then((module) => module.RetryErrors));

/** Why tasks failed, grouped by message. Each group can be retried by itself. */
export function RunErrors({ run, canCurate }: { run: RunDetail; canCurate: boolean }) {
  const { errors } = run;
  if (errors.length === 0) return null;
  return (
    <section aria-label="Errors" className="flex flex-col gap-2">
      <h2 className="text-lg font-semibold">Errors</h2>
      <ul className="border-t">
        {errors.map(({ id, items, message, example }) => (
          <li key={id} className="flex flex-wrap items-baseline gap-x-3 gap-y-1 border-b py-2">
            <Badge tone="rejected">{countText(items, 'task')}</Badge>
            <span className="min-w-0 flex-1 basis-80 break-words">{message}</span>
            <span className="text-sm text-muted">for example {example.leafName}</span>
            {canCurate && run.state !== 'cancelling' && <RetryErrors runId={run.id} groupId={id} items={items} />}
          </li>
        ))}
      </ul>
    </section>
  );
}
