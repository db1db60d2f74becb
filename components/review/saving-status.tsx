import { CloudOff, LoaderCircle } from 'lucide-react';
import type { OutboxStatus } from './outbox';

/** Whether decisions are saved, being saved, or kept on this device because they cannot be. */
export function SavingStatus({ saving: { unsaved, problem } }: { saving: OutboxStatus }) {
  if (problem) {
    return (
      <p role="status" className="flex items-center gap-1.5 text-sm text-warning">
        <CloudOff size={16} aria-hidden />
        <span>
          {unsaved} not saved yet, kept on this device. {problem}
        </span>
      </p>
    );
  }
  return (
    <p aria-live="off" className="flex items-center gap-1.5 text-sm text-muted">
      {unsaved > 0 ? (
        <>
          <LoaderCircle size={16} aria-hidden className="animate-spin" /> Saving {unsaved}…
        </>
      ) : (
        'All saved'
      )}
    </p>
  );
}
