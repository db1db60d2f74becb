'use client';

import { clsx } from 'clsx';
import { CircleAlert, CircleCheck, FlaskConical, Info, TriangleAlert, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from './button';

/** A placeholder for content that is loading, about the same size. */
export const Skeleton = ({ className }: { className?: string }) => (
  <div aria-hidden className={clsx('animate-pulse rounded-md bg-hover', className ?? 'h-4 w-full')} />
);

type EmptyStateProps = { title: ReactNode; children?: ReactNode; action?: ReactNode; icon?: LucideIcon };

/** Says what will be here and offers one next step. */
export const EmptyState = ({ title, children, action, icon: Icon }: EmptyStateProps) => (
  <div className="mx-auto flex max-w-md flex-col items-center gap-2 px-4 py-16 text-center">
    {Icon && <Icon size={24} aria-hidden className="text-muted" />}
    <h2 className="text-lg font-semibold">{title}</h2>
    {children && <div className="text-muted">{children}</div>}
    {action && <div className="mt-3 flex flex-wrap justify-center gap-2">{action}</div>}
  </div>
);

/** What failed and why, with a way to try again. */
export function ErrorState({
  title = 'This could not be loaded',
  error,
  onRetry,
}: {
  title?: string;
  error: unknown;
  onRetry?: () => void;
}) {
  return (
    <div role="alert" className="mx-auto flex max-w-md flex-col items-center gap-2 px-4 py-16 text-center">
      <CircleAlert size={24} aria-hidden className="text-rejected" />
      <h2 className="text-lg font-semibold">{title}</h2>
      <p className="text-muted">{messageOf(error)}</p>
      {onRetry && (
        <Button onClick={onRetry} className="mt-3">
          Try again
        </Button>
      )}
    </div>
  );
}

/** The message of any error. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const notices = {
  info: { icon: Info, look: 'border-line bg-sunken', ink: 'text-muted' },
  success: { icon: CircleCheck, look: 'border-transparent bg-approved-soft', ink: 'text-approved' },
  warning: { icon: TriangleAlert, look: 'border-transparent bg-warning-soft', ink: 'text-warning' },
  error: { icon: CircleAlert, look: 'border-transparent bg-rejected-soft', ink: 'text-rejected' },
  practice: { icon: FlaskConical, look: 'border-transparent bg-practice-soft', ink: 'text-practice' },
} as const;

type NoticeProps = {
  tone?: keyof typeof notices;
  title?: ReactNode;
  children?: ReactNode;
  action?: ReactNode;
  className?: string;
};

/** A message at its place on the page. An error is read out at once. */
export function Notice({ tone = 'info', title, children, action, className }: NoticeProps) {
  const { icon: Icon, look, ink } = notices[tone];
  return (
    <div
      role={tone === 'error' ? 'alert' : undefined}
      className={clsx('flex flex-wrap items-start gap-2 rounded-md border px-3 py-2', look, className)}
    >
      <div className="flex min-w-0 flex-1 basis-64 gap-2">
        <Icon size={16} aria-hidden className={clsx('mt-0.5 shrink-0', ink)} />
        <div className="min-w-0 flex-1">
          {title && <p className="font-medium">{title}</p>}
          {children}
        </div>
      </div>
      {action}
    </div>
  );
}
