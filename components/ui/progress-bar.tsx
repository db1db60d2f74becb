import { clsx } from 'clsx';

type ProgressBarProps = {
  /** What is in progress, for screen readers. */
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

/** Progress as a bar. Show the numbers beside it too. */
export function ProgressBar({ label, value, max, tone = 'accent', className }: ProgressBarProps) {
  const share = max > 0 ? Math.min(1, value / max) : 0;
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={max > 0 ? max : 1}
      aria-valuenow={Math.min(value, max)}
      aria-valuetext={`${Math.round(share * 100)}%`}
      className={clsx('h-1.5 overflow-hidden rounded-full bg-hover', className)}
    >
      <div
        className={clsx('h-full rounded-full transition-[width]', fills[tone])}
        style={{ width: `${share * 100}%` }}
      />
    </div>
  );
}
