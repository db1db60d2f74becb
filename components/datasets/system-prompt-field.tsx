'use client';

import { useState } from 'react';
import { defaultRecipe, labradoritePrompt } from '@/taxonomy/datasets/vocabulary';
import { maxPrompt } from '@/taxonomy/datasets/vocabulary-limits';
import { RadioGroup } from '../ui/choice';
import { Field } from '../ui/field';
import { Textarea } from '../ui/input';
import type { RecipeDraft } from './recipe-draft';
import type { Latest } from './use-latest';

type SystemPromptFieldProps = {
  draft: RecipeDraft;
  onChange: (draft: RecipeDraft) => void;
  /** The previous version; its text is the default. */
  base: Latest | null;
};

type Choice = 'none' | 'labradorite' | 'own';

/** The first message of every row: none by default. */
export function SystemPromptField({ draft, onChange, base }: SystemPromptFieldProps) {
  const text = draft.systemPrompt ?? (base?.recipe ?? defaultRecipe).systemPrompt;
  // Choosing one's own prompt counts even while it is still empty.
  const [isWriting, setWriting] = useState(false);
  const isOwn = isWriting || (text !== '' && text !== labradoritePrompt);
  const write = (systemPrompt: string) => onChange({ ...draft, systemPrompt });
  const choose = (choice: Choice) => {
    setWriting(choice === 'own');
    if (choice !== 'own') write(choice === 'none' ? '' : labradoritePrompt);
  };
  return (
    <div className="flex flex-col gap-2">
      <RadioGroup<Choice>
        label="System prompt"
        value={isOwn ? 'own' : text === '' ? 'none' : 'labradorite'}
        onChange={choose}
        options={[
          { value: 'none', label: 'None' },
          { value: 'labradorite', label: 'Labradorite’s prompt, from its model card' },
          { value: 'own', label: 'Write your own' },
        ]}
      />
      {isOwn ? (
        <Field label="Your system prompt" hint="Added to every row. Use the same text when you use the trained model.">
          <Textarea rows={3} maxLength={maxPrompt} value={text} onChange={(event) => write(event.target.value)} />
        </Field>
      ) : (
        text !== '' && (
          <blockquote className="max-w-3xl rounded-md border bg-sunken px-3 py-2 text-sm">{text}</blockquote>
        )
      )}
    </div>
  );
}
