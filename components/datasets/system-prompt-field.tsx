'use client';

import type { Recipe } from '@/taxonomy/datasets/contract';
import { Button } from '../ui/button';
import { Field } from '../ui/field';
import { Textarea } from '../ui/input';
import { Skeleton } from '../ui/states';
import { Term } from '../ui/term';
import type { RecipeDraft } from './recipe-draft';

type SystemPromptFieldProps = {
  draft: RecipeDraft;
  onChange: (draft: RecipeDraft) => void;
  /** Not known until the first preview is there. */
  defaults: Recipe | undefined;
};

/** What goes into every row is seen before it is published; so is the name of the template around it. */
export function SystemPromptField({ draft, onChange, defaults }: SystemPromptFieldProps) {
  if (!defaults) return <Skeleton className="h-32 w-full" />;
  const { systemPrompt: _, ...others } = draft;
  const text = draft.systemPrompt ?? defaults.systemPrompt;
  const isDefault = text === defaults.systemPrompt;
  return (
    <div className="flex flex-col gap-2">
      <Field
        label="System prompt: the first message of every conversation"
        hint={
          <>
            It tells the trained model who it is, before anybody asks it something.{' '}
            {isDefault
              ? 'This one comes from the model card of Labradorite, the method’s own model. For a model of yours, write who it is and how it should behave, '
              : 'Write who the model is and how it should behave, '}
            or leave it empty and no row gets one. Give the model the same words when it is used.
          </>
        }
      >
        <Textarea
          rows={3}
          maxLength={20_000}
          placeholder="None: every conversation begins with the question"
          value={text}
          onChange={(event) => onChange({ ...draft, systemPrompt: event.target.value })}
        />
      </Field>
      <div className="flex flex-wrap items-center gap-2">
        <Button size="small" disabled={text === ''} onClick={() => onChange({ ...draft, systemPrompt: '' })}>
          Use none
        </Button>
        {!isDefault && (
          <Button size="small" onClick={() => onChange(others)}>
            Put Labradorite’s back
          </Button>
        )}
        <p className="text-sm text-muted">
          <Term word="chatTemplate">Chat template</Term>:{' '}
          {draft.chatTemplate === undefined || draft.chatTemplate === defaults.chatTemplate
            ? 'Labradorite’s, with the marks <|system|>, <|user|> and <|assistant|>'
            : 'your own'}
        </p>
      </div>
    </div>
  );
}
