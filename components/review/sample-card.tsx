import { clsx } from 'clsx';
import { Button } from '@/components/ui/button';
import { Badge } from '@/components/ui/badge';
import { keyOf } from '@/components/keymap';
import type { Sample } from '@/taxonomy/review/contract';
import { numberText } from '../numbers';
import { countInvisible } from './invisible';
import { SampleText } from './sample-text';
import { TextDiff } from '../ui/text-diff';

/** How samples are shown; kept from sample to sample. */
export type Reading = {
  isRaw: boolean;
  isContextOpen: boolean;
  isChangeShown: boolean;
  onRaw: () => void;
  onContext: () => void;
};

type SampleCardProps = { sample: Sample; reading: Reading };

/** One sample as a model learns it: context and question above, answer below. */
export function SampleCard({ sample, reading }: SampleCardProps) {
  const { context, question, answer, original, heldReason, isDisputed } = sample;
  const before = reading.isChangeShown && !reading.isRaw ? original : null;
  const invisible = countInvisible(`${context ?? ''}${question}${answer}`);
  return (
    <article aria-label="Sample" data-sample-id={sample.id} className="text-sample">
      {heldReason !== null && (
        <p dir="auto" className="mb-3 break-words">
          <Badge tone="pending">Held</Badge> {heldReason}
        </p>
      )}
      {(original || isDisputed || invisible > 0) && (
        <p className="mb-3 flex flex-wrap gap-2">
          {original && <Badge tone="accent">Edited by a person</Badge>}
          {isDisputed && <Badge tone="pending">Judges disagree</Badge>}
          {invisible > 0 && (
            <button type="button" onClick={reading.onRaw} className="rounded-sm">
              <Badge tone="pending">
                {invisible === 1 ? '1 invisible character' : `${invisible} invisible characters`}
              </Badge>
            </button>
          )}
        </p>
      )}
      {context !== null && <Context text={context} before={before?.context ?? null} reading={reading} />}
      <Part label="Question" before={before?.question ?? null} text={question} reading={reading} look="font-medium" />
      <Part label="Answer" before={before?.answer ?? null} text={answer} reading={reading} look="border-t pt-4" />
    </article>
  );
}

/** A longer context is collapsed, so that question and answer are visible without scrolling. */
const FOLDED = { characters: 500, lines: 7 } as const;

const isLong = (text: string) => text.length > FOLDED.characters || text.split('\n').length > FOLDED.lines;

type ContextProps = { text: string; before: string | null; reading: Reading };

function Context({ text, before, reading }: ContextProps) {
  const { isContextOpen, onContext } = reading;
  const isFolded = isLong(text) && !isContextOpen;
  return (
    <div className="mb-4 border-l-2 pl-4">
      <div
        className={clsx(
          'text-muted',
          isFolded &&
            'max-h-28 overflow-hidden [mask-image:linear-gradient(to_bottom,black_60%,transparent)] sm:max-h-40',
        )}
      >
        <Part label="Context" before={before} text={text} reading={reading} look="" />
      </div>
      {isLong(text) && (
        <Button
          variant="ghost"
          size="small"
          keyHint={keyOf('review.context')}
          aria-expanded={isContextOpen}
          onClick={onContext}
        >
          {isContextOpen ? 'Collapse context' : `Show all ${numberText(text.length)} characters`}
        </Button>
      )}
    </div>
  );
}

type PartProps = { label: string; text: string; before: string | null; reading: Reading; look: string };

const Part = ({ label, text, before, reading, look }: PartProps) => (
  <section aria-label={label} className={clsx(label !== 'Context' && 'mb-4', look)}>
    <h2 className="mb-1 text-xs font-medium text-muted">{label}</h2>
    {before !== null && before !== text ? (
      <TextDiff before={before} after={text} />
    ) : (
      <SampleText text={text} isRaw={reading.isRaw} />
    )}
  </section>
);
