import { clsx } from 'clsx';
import type { SampleCounts } from '@/taxonomy/tree/contract';
import { numberText } from '../numbers';

const parts = [
  { name: 'approved', fill: 'bg-approved', words: 'approved' },
  { name: 'pending', fill: 'bg-pending', words: 'to review' },
  { name: 'rejected', fill: 'bg-rejected', words: 'rejected' },
] as const;

/** The progress of a subtree's samples. The numbers are shown beside it or read out. */
export function SamplesBar({ counts, className }: { counts: SampleCounts; className?: string }) {
  const total = counts.approved + counts.pending + counts.rejected;
  const words = parts.map((part) => `${numberText(counts[part.name])} ${part.words}`).join(', ');
  return (
    <div
      role="img"
      aria-label={total === 0 ? 'No samples yet' : words}
      className={clsx('flex h-1.5 gap-px overflow-hidden rounded-full bg-hover', className)}
    >
      {parts.map(
        (part) =>
          counts[part.name] > 0 && (
            <div key={part.name} className={part.fill} style={{ width: `${(counts[part.name] / total) * 100}%` }} />
          ),
      )}
    </div>
  );
}
