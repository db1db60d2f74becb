'use client';

import { useEffect, useRef, useState } from 'react';
import type { Sample, SampleText } from '@/taxonomy/review/contract';
import { keyOf } from '@/components/keymap';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Textarea } from '@/components/ui/input';
import { useHotkeys } from '@/components/use-hotkeys';
import { textOf } from './queue-state';

type SampleEditorProps = {
  sample: Sample;
  onSave: (text: SampleText, isApproved: boolean) => void;
  onLeave: () => void;
};

/** Edits a sample in its place. What the teacher wrote is kept beside it for ever. */
export function SampleEditor({ sample, onSave, onLeave }: SampleEditorProps) {
  const [text, setText] = useState(() => textOf(sample));
  const [isTried, setTried] = useState(false);
  const isWhole = text.question.trim() !== '' && text.answer.trim() !== '';
  const save = (isApproved: boolean) => {
    setTried(true);
    if (isWhole) onSave({ ...text, question: text.question.trim(), answer: text.answer.trim() }, isApproved);
  };
  const first = useRef<HTMLTextAreaElement>(null);
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
          <Textarea
            look="sample"
            value={text.context}
            onChange={(event) => setText({ ...text, context: event.target.value })}
          />
        </Field>
      )}
      <Field label="Question" error={isTried && text.question.trim() === '' && 'A question cannot be empty.'}>
        <Textarea
          look="sample"
          ref={first}
          value={text.question}
          onChange={(event) => setText({ ...text, question: event.target.value })}
        />
      </Field>
      <Field label="Answer" error={isTried && text.answer.trim() === '' && 'An answer cannot be empty.'}>
        <Textarea
          look="sample"
          rows={4}
          value={text.answer}
          onChange={(event) => setText({ ...text, answer: event.target.value })}
        />
      </Field>
      <div className="flex flex-wrap justify-end gap-2">
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
