import { Check } from 'lucide-react';
import type { ReactNode } from 'react';

type StepProps = {
  number: number;
  title: ReactNode;
  /** The result, once it is done. */
  done?: ReactNode;
  children?: ReactNode;
};

/** One of the three steps to the first samples. A finished step shrinks to one line. */
export function Step({ number, title, done, children }: StepProps) {
  return (
    <li className="flex gap-3 sm:gap-4">
      <span
        aria-hidden
        className={`flex size-6 shrink-0 items-center justify-center rounded-full text-sm font-semibold ${
          done ? 'bg-approved-soft text-approved' : 'bg-accent-soft text-accent'
        }`}
      >
        {done ? <Check size={14} /> : number}
      </span>
      <div className="min-w-0 flex-1">
        <h2 className="text-lg font-semibold">{title}</h2>
        {done && <div className="mt-1 text-muted">{done}</div>}
        {children && <div className="mt-3">{children}</div>}
      </div>
    </li>
  );
}

type StepOptionProps = { title: ReactNode; mark?: ReactNode; children: ReactNode; action: ReactNode };

/** One of several options of a step; the buttons of neighbours line up. */
export const StepOption = ({ title, mark, children, action }: StepOptionProps) => (
  <div className="flex flex-col gap-1 rounded-lg border bg-surface p-4">
    <div className="flex flex-wrap items-center gap-2">
      <h3 className="font-semibold">{title}</h3>
      {mark}
    </div>
    <div className="flex-1 text-muted">{children}</div>
    <div className="mt-3 flex flex-wrap gap-2">{action}</div>
  </div>
);
