import Link from 'next/link';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/states';
import { OwnText } from './own-text';
import type { RefusedDecision } from './outbox-storage';

type RefusedDecisionsProps = { refused: readonly RefusedDecision[]; onDiscard: (decisionId: string) => void };

const verdictNames = {
  approve: 'approval',
  reject: 'rejection',
  edit: 'edit',
  undo: 'undo',
  reopen: 'return',
} as const;

/** Decisions that the server refused: the reason, and the reviewer's text until it is discarded. */
export function RefusedDecisions({ refused, onDiscard }: RefusedDecisionsProps) {
  if (refused.length === 0) return null;
  return (
    <Notice
      tone="error"
      className="m-4"
      title={`${refused.length === 1 ? '1 decision was' : `${refused.length} decisions were`} not recorded`}
    >
      <p className="text-muted">They are kept on this device. Correct the sample and decide again, or discard them.</p>
      <ul className="mt-1 flex max-h-[40dvh] flex-col gap-2 overflow-y-auto">
        {refused.map(({ decision, message }) => (
          <li key={decision.id} className="flex flex-wrap items-start gap-x-3 gap-y-1">
            <div className="min-w-0 flex-1">
              Your {verdictNames[decision.verdict]} of{' '}
              <Link href={`/samples/${decision.sampleId}`} className="underline">
                this sample
              </Link>
              : <span className="whitespace-pre-wrap">{message}</span>
              {decision.text && <OwnText text={decision.text} />}
            </div>
            <Button size="small" onClick={() => onDiscard(decision.id)}>
              Discard
            </Button>
          </li>
        ))}
      </ul>
    </Notice>
  );
}
