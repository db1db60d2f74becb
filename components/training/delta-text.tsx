import { clsx } from 'clsx';
import { Minus, TrendingDown, TrendingUp, type LucideIcon } from 'lucide-react';
import type { Delta } from '@/taxonomy/training/contract';
import type { Unit } from '@/taxonomy/training/vocabulary';
import { intervalText, signedText, verdictText } from './number-words';

const looks = {
  worse: { icon: TrendingDown, ink: 'text-rejected font-medium' },
  better: { icon: TrendingUp, ink: 'text-approved' },
  within: { icon: Minus, ink: 'text-muted' },
  unknown: { icon: null, ink: 'text-muted' },
} as const satisfies Record<Delta['verdict'], { icon: LucideIcon | null; ink: string }>;

type DeltaTextProps = { delta: Delta; unit: Unit; hasInterval?: boolean };

/** A difference to the base: its sign, a word and its interval. */
export function DeltaText({ delta, unit, hasInterval = false }: DeltaTextProps) {
  const { icon: Icon, ink } = looks[delta.verdict];
  const interval = hasInterval ? intervalText(delta, unit) : null;
  return (
    <span className={clsx('inline-flex flex-wrap items-center justify-end gap-x-1', ink)}>
      {Icon && <Icon size={14} aria-hidden className="shrink-0" />}
      <span className="tabular-nums">{signedText(delta.value, unit)}</span> <span>{verdictText(delta)}</span>{' '}
      {interval && <span className="font-normal text-muted tabular-nums">({interval})</span>}
    </span>
  );
}
