import { CloudOff, LoaderCircle } from 'lucide-react';
import type { OutboxStatus } from './outbox';

/** Says only what a reviewer has to know: that decisions are being saved, or are kept here because they cannot be. */
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
