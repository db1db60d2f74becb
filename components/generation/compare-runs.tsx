import { X } from 'lucide-react';
import Link from 'next/link';
import type { Compared } from '@/taxonomy/generation/vocabulary-comparison';
import { countText } from '../numbers';
import { IconButton } from '../ui/button';
import { PracticeBadge } from '../ui/practice-badge';
import { When } from '../ui/when';
import { letterOf } from './compare-letters';
import { RunStateBadge } from './run-state';
import { whatItCovers } from './run-words';

type CompareRunsProps = { runs: readonly Compared[]; onRemove: (runId: string) => void };

/** Which runs are compared, with the letter that each has in the pictures and tables. */
export const CompareRuns = ({ runs, onRemove }: CompareRunsProps) => (
  <ol aria-label="Compared runs" className="border-t">
    {runs.map(({ run, ownPrompts }, i) => (
      <li key={run.id} className="flex flex-wrap items-center gap-x-4 gap-y-1 border-b py-2">
        <span className="w-6 font-semibold">{letterOf(i)}</span>
        <div className="min-w-0 flex-1 basis-72">
          <Link href={`/runs/${run.id}`} className="font-medium break-words hover:underline">
            {whatItCovers(run)}
          </Link>
          <p className="text-sm text-muted">
            {`${run.teacherName} · ${run.model} · `}
            <When iso={run.createdAt} />
          </p>
          {ownPrompts.length > 0 && (
            <p className="text-sm text-muted">Own texts of prompts: {ownPrompts.map(ownText).join(', ')}</p>
          )}
        </div>
        {run.isPractice && <PracticeBadge />}
        <RunStateBadge state={run.state} isStalled={run.isStalled} />
        <IconButton icon={X} size="small" label={`Leave out run ${letterOf(i)}`} onClick={() => onRemove(run.id)} />
      </li>
    ))}
  </ol>
);

const ownText = ({ prompt, number, leaves }: Compared['ownPrompts'][number]): string =>
  [
    prompt,
    ...(number === null ? [] : [`version ${number}`]),
    ...(leaves > 0 ? [`in ${countText(leaves, 'leaf', 'leaves')} another`] : []),
  ].join(' ');
