'use client';

import type { Recipe } from '@/taxonomy/datasets/contract';
import { Button } from '../ui/button';
import { Field } from '../ui/field';
import { Textarea } from '../ui/input';
import { Skeleton } from '../ui/states';
import { Term } from '../ui/term';
import type { RecipeDraft } from './recipe-draft';
import type { Latest } from './use-latest';

type SystemPromptFieldProps = {
  draft: RecipeDraft;
  onChange: (draft: RecipeDraft) => void;
  /** Not known until the first preview is there. */
  defaults: Recipe | undefined;
  /** The version that is continued: its text stands there until somebody touches it. */
  base: Latest | null;
};

/** What goes into every row is seen before it is published; so is the name of the template around it. */
export function SystemPromptField({ draft, onChange, defaults, base }: SystemPromptFieldProps) {
  if (!defaults) return <Skeleton className="h-32 w-full" />;
  const { systemPrompt: _, ...others } = draft;
  const untouched = base?.recipe ?? defaults;
  const text = draft.systemPrompt ?? untouched.systemPrompt;
  const template = draft.chatTemplate ?? untouched.chatTemplate;
  const write = (systemPrompt: string) =>
    onChange(systemPrompt === untouched.systemPrompt ? others : { ...others, systemPrompt });
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
          onChange={(event) => onChange({ ...others, systemPrompt: event.target.value })}
        />
      </Field>
      <div className="flex flex-wrap items-center gap-2">
        <Button size="small" disabled={text === ''} onClick={() => write('')}>
          Use none
        </Button>
        {base && text !== base.recipe.systemPrompt && (
          <Button size="small" onClick={() => write(base.recipe.systemPrompt)}>
            Put version {base.number}’s back
          </Button>
        )}
        {!isDefault && base?.recipe.systemPrompt !== defaults.systemPrompt && (
          <Button size="small" onClick={() => write(defaults.systemPrompt)}>
            Put Labradorite’s back
          </Button>
        )}
        <p className="text-sm text-muted">
          <Term word="chatTemplate">Chat template</Term>:{' '}
          {template === defaults.chatTemplate
            ? 'Labradorite’s, with the marks <|system|>, <|user|> and <|assistant|>'
            : 'your own'}
        </p>
      </div>
    </div>
  );
}
