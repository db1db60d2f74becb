import { clsx } from 'clsx';
import type { ReactNode } from 'react';
import type { PublishPreview } from '@/taxonomy/datasets/contract';
import { countText, numberText, shareText } from '../numbers';
import { messageOf, Notice, Skeleton } from '../ui/states';
import { Term } from '../ui/term';
import { replayedIn } from './replayed-in';

type OutcomePanelProps = {
  preview: PublishPreview | undefined;
  /** The numbers are outdated and are being reloaded. */
  isStale: boolean;
  error: Error | null;
};

/** The result of publishing in numbers, and what to check first. */
export function OutcomePanel({ preview, isStale, error }: OutcomePanelProps) {
  return (
    <section aria-label="Summary" className="flex flex-col gap-3 rounded-lg border bg-surface p-4">
      <h2 className="font-semibold">Summary</h2>
      {error ? (
        <Notice tone="error" title="No preview">
          {messageOf(error)}
        </Notice>
      ) : preview ? (
        <Figures preview={preview} isStale={isStale} />
      ) : (
        <Skeleton className="h-32 w-full" />
      )}
      {preview && !error && preview.sameAs !== null && (
        <Notice tone="warning" title={`Nothing has changed since version ${preview.sameAs}`}>
          The same rows with the same settings.
        </Notice>
      )}
      {preview && !error && preview.warnings.length > 0 && <Warnings preview={preview} />}
    </section>
  );
}

type FiguresProps = { preview: PublishPreview; isStale: boolean };

function Figures({ preview: { phases, leaves, approved, practice }, isStale }: FiguresProps) {
  const own = phases.reduce((sum, phase) => sum + phase.own, 0);
  const replayed = phases.reduce((sum, phase) => sum + replayedIn(phase), 0);
  const heldOut = phases.reduce((sum, { validation, test }) => sum + validation + test, 0);
  const tokens = phases.reduce(
    (sum, { ownTokens, replayed: some }) => sum + ownTokens + some.reduce((all, each) => all + each.tokens, 0),
    0,
  );
  return (
    <>
      <p role="status" className="sr-only">
        {isStale ? 'Updating…' : countText(own + replayed, 'row')}
      </p>
      <dl className={clsx('grid grid-cols-[1fr_auto] gap-x-4 gap-y-1 tabular-nums', isStale && 'opacity-60')}>
        <Figure name="Rows">{numberText(own + replayed)}</Figure>
        <Figure name="Approved samples">{numberText(approved)}</Figure>
        <Figure name={<Term word="replay">Replayed rows</Term>}>
          {numberText(replayed)}
          {replayed > 0 && <span className="font-normal text-muted"> · {shareText(replayed, own + replayed)}</span>}
        </Figure>
        <Figure name={<Term word="token">Tokens</Term>}>about {numberText(tokens)}</Figure>
        {heldOut > 0 && <Figure name="Held out">about {numberText(heldOut)}</Figure>}
        <Figure name="Leaves">{numberText(leaves.total)}</Figure>
        {practice > 0 && (
          <Figure name={<Term word="practiceTeacher">By the practice teacher</Term>}>
            {numberText(practice)}
            <span className="font-normal text-muted"> · {shareText(practice, approved)}</span>
          </Figure>
        )}
      </dl>
    </>
  );
}

const Figure = ({ name, children }: { name: ReactNode; children: ReactNode }) => (
  <>
    <dt className="text-muted">{name}</dt>
    <dd className="text-right font-medium">{children}</dd>
  </>
);

const Warnings = ({ preview: { warnings, approved, practice } }: { preview: PublishPreview }) => (
  <Notice tone={practice > 0 && practice === approved ? 'practice' : 'warning'} title="Before you publish">
    <ul className="mt-1 flex flex-col gap-2 text-sm">
      {warnings.map((warning) => (
        <li key={warning}>{warning}</li>
      ))}
    </ul>
  </Notice>
);
