'use client';

import { useEffect, useRef, useState } from 'react';
import type { Sample, SampleText } from '@/taxonomy/review/contract';
import { keyOf } from '@/components/keymap';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Textarea } from '@/components/ui/input';
import { useHotkeys } from '@/components/use-hotkeys';
import { draftOf, dropDraft, isSameText, keepDraft } from './drafts';
import { textOf } from './queue-state';

type SampleEditorProps = {
  sample: Sample;
  onSave: (text: SampleText, isApproved: boolean) => void;
  onLeave: () => void;
};

/**
 * Edits a sample in its place. What the teacher wrote is kept beside it for ever; what is written here and left is kept
 * as a draft until it is saved or discarded.
 */
export function SampleEditor({ sample, onSave, onLeave }: SampleEditorProps) {
  const [text, setText] = useState(() => draftOf(sample.id) ?? textOf(sample));
  const [isTried, setTried] = useState(false);
  const first = useRef<HTMLTextAreaElement>(null);
  const isWhole = text.question.trim() !== '' && text.answer.trim() !== '';
  const isChanged = !isSameText(text, sample);
  const write = (part: Partial<SampleText>) => {
    const next = { ...text, ...part };
    setText(next);
    keepDraft(sample, next);
  };
  const discard = () => {
    dropDraft(sample.id);
    setText(textOf(sample));
    first.current?.focus();
  };
  const save = (isApproved: boolean) => {
    setTried(true);
    if (!isWhole) return;
    dropDraft(sample.id);
    onSave({ ...text, question: text.question.trim(), answer: text.answer.trim() }, isApproved);
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
      <Field label="Question" error={isTried && text.question.trim() === '' && 'A question cannot be empty.'}>
        <Textarea
          look="sample"
          ref={first}
          value={text.question}
          onChange={(event) => write({ question: event.target.value })}
        />
      </Field>
      <Field label="Answer" error={isTried && text.answer.trim() === '' && 'An answer cannot be empty.'}>
        <Textarea
          look="sample"
          rows={4}
          value={text.answer}
          onChange={(event) => write({ answer: event.target.value })}
        />
      </Field>
      <div className="flex flex-wrap items-center justify-end gap-2">
        {isChanged && (
          <>
            <p className="mr-auto text-sm text-muted">Not saved yet. If you leave, it waits here as your draft.</p>
            <Button variant="ghost" onClick={discard}>
              Discard my draft
            </Button>
          </>
        )}
        <Button variant="ghost" keyHint={keyOf('review.leave')} onClick={onLeave}>
          Leave
        </Button>
        <Button onClick={() => save(false)}>Save only</Button>
        <Button variant="primary" type="submit" keyHint={keyOf('review.save')}>
          Save and approve
        </Button>
      </div>
    </form>
  );
}
