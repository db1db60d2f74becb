import { clsx } from 'clsx';
import { CircleCheck, CircleDashed, CircleX, FlaskConical, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

const tones = {
  neutral: 'bg-sunken text-muted',
  accent: 'bg-accent-soft text-accent',
  approved: 'bg-approved-soft text-approved',
  rejected: 'bg-rejected-soft text-rejected',
  pending: 'bg-pending-soft text-pending',
  practice: 'bg-practice-soft text-practice',
  withdrawn: 'bg-sunken text-muted',
} as const;
export type Tone = keyof typeof tones;

/** An icon for each meaning, so that nothing depends on colour alone. */
const shapes: Partial<Record<Tone, LucideIcon>> = {
  approved: CircleCheck,
  rejected: CircleX,
  pending: CircleDashed,
  practice: FlaskConical,
};

type BadgeProps = { tone?: Tone; icon?: LucideIcon; children: ReactNode; className?: string };

/** One short word about the state of something. */
export function Badge({ tone = 'neutral', icon, children, className }: BadgeProps) {
  const Icon = icon ?? shapes[tone];
  return (
    <span
      className={clsx(
        'inline-flex h-5 shrink-0 items-center gap-1 rounded-sm px-1.5 text-xs font-medium whitespace-nowrap',
        tones[tone],
        className,
      )}
    >
      {Icon && <Icon size={12} aria-hidden />}
      {children}
    </span>
  );
}
