'use client';

import { useEffect, useRef, useState } from 'react';
import type { Sample, SampleText } from '@/taxonomy/review/contract';
import { keyOf } from '@/components/keymap';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Textarea } from '@/components/ui/input';
import { useHotkeys } from '@/components/use-hotkeys';
import { isSameText, textOf } from '@/taxonomy/review/state-machine';
import { emptyFaults } from '@/taxonomy/review/vocabulary';
import { draftsOf } from './drafts';
import { withLineEndsOf } from './line-ends';

type SampleEditorProps = {
  sample: Sample;
  /** Whose drafts are kept. */
  personId: string;
  onSave: (text: SampleText, isApproved: boolean) => void;
  onLeave: () => void;
};

/**
 * Edits a sample in place and saves it exactly as written. The teacher's text stays in the history; a cancelled edit is
 * kept as a draft until it is saved or discarded.
 */
export function SampleEditor({ sample, personId, onSave, onLeave }: SampleEditorProps) {
  const drafts = draftsOf(personId);
  const [text, setText] = useState(() => drafts.of(sample.id) ?? textOf(sample));
  const [isTried, setTried] = useState(false);
  const first = useRef<HTMLTextAreaElement>(null);
  const isWhole = text.question.trim() !== '' && text.answer.trim() !== '';
  const isChanged = !isSameText(text, sample);
  const write = (part: Partial<SampleText>) => {
    const next = withLineEndsOf(sample, { ...text, ...part });
    setText(next);
    drafts.keep(sample, next);
  };
  const discard = () => {
    drafts.drop(sample.id);
    setText(textOf(sample));
    first.current?.focus();
  };
  const save = (isApproved: boolean) => {
    setTried(true);
    if (!isWhole) return;
    drafts.drop(sample.id);
    onSave(text, isApproved);
  };
  useEffect(() => first.current?.focus(), []);
  useHotkeys({ 'review.save': () => save(true), 'review.leave': onLeave });

  return (
    <form
      aria-label="Edit the sample"
      className="mx-auto flex w-full max-w-[76ch] flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        save(true);
      }}
    >
      {text.context !== null && (
        <Field label="Context">
          <Textarea look="sample" value={text.context} onChange={(event) => write({ context: event.target.value })} />
        </Field>
      )}
      <Field label="Question" error={isTried && text.question.trim() === '' && emptyFaults.question}>
        <Textarea
          look="sample"
          ref={first}
          value={text.question}
          onChange={(event) => write({ question: event.target.value })}
        />
      </Field>
      <Field label="Answer" error={isTried && text.answer.trim() === '' && emptyFaults.answer}>
        <Textarea
          look="sample"
          rows={4}
          value={text.answer}
          onChange={(event) => write({ answer: event.target.value })}
        />
      </Field>
      <div className="sticky bottom-0 z-10 -mx-4 flex flex-wrap items-center justify-end gap-2 border-t bg-ground px-4 py-2">
        {isChanged && (
          <>
            <p className="mr-auto text-sm text-muted">Not saved. Cancel keeps it as a draft.</p>
            <Button variant="ghost" onClick={discard}>
              Discard draft
            </Button>
          </>
        )}
        <Button variant="ghost" keyHint={keyOf('review.leave')} onClick={onLeave}>
          Cancel
        </Button>
        <Button onClick={() => save(false)}>Save</Button>
        <Button variant="primary" type="submit" keyHint={keyOf('review.save')}>
          Save and approve
        </Button>
      </div>
    </form>
  );
}
