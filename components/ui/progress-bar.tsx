'use client';

import { clsx } from 'clsx';
import { Progress } from 'radix-ui';

type ProgressBarProps = {
  /** What is going on, for screen readers. */
  label: string;
  value: number;
  max: number;
  tone?: 'accent' | 'approved' | 'rejected' | 'practice';
  className?: string;
};

const fills = {
  accent: 'bg-accent',
  approved: 'bg-approved',
  rejected: 'bg-rejected',
  practice: 'bg-practice',
} as const;

/** How much of how much. Write the numbers beside it too. */
export function ProgressBar({ label, value, max, tone = 'accent', className }: ProgressBarProps) {
  const share = max > 0 ? Math.min(1, value / max) : 0;
  return (
    <Progress.Root
      aria-label={label}
      value={Math.min(value, max)}
      max={max > 0 ? max : 1}
      className={clsx('h-1.5 overflow-hidden rounded-full bg-hover', className)}
    >
      <Progress.Indicator
        className={clsx('h-full rounded-full transition-[width]', fills[tone])}
        style={{ width: `${share * 100}%` }}
      />
    </Progress.Root>
  );
}
