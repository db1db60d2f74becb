'use client';

import type { Recipe } from '@/taxonomy/datasets/contract';
import { Button } from '../ui/button';
import { Field } from '../ui/field';
import { Input, Textarea } from '../ui/input';
import { Skeleton } from '../ui/states';
import { Term } from '../ui/term';
import { percentText, type DraftProblems, type RecipeDraft } from './recipe-draft';

type RecipeFieldsProps = {
  draft: RecipeDraft;
  onChange: (draft: RecipeDraft) => void;
  problems: DraftProblems;
  /** Not known until the first preview is there. */
  defaults: Recipe | undefined;
  hasFailed: boolean;
  /** A row as the chat template shows it to a model. */
  rendered: string | null | undefined;
};

/** What few people change. Every field shows what holds when nobody touches it. */
export function RecipeFields({ draft, onChange, problems, defaults, hasFailed, rendered }: RecipeFieldsProps) {
  if (!defaults) {
    return hasFailed ? (
      <p className="text-muted">They can be changed as soon as it is known what the version will hold.</p>
    ) : (
      <Skeleton className="h-40 w-full" />
    );
  }
  const bind = (name: keyof RecipeDraft, standard: string) => ({
    value: draft[name] ?? standard,
    onChange: (event: { target: { value: string } }) => onChange({ ...draft, [name]: event.target.value }),
  });
  return (
    <div className="flex flex-col gap-4">
      <div className="grid gap-4 sm:grid-cols-3">
        <Field
          label="Short answers, most tokens"
          error={problems.shortAnswerTokens}
          hint={
            <>
              Longer knowledge answers wait for the second <Term word="phase" />. By default{' '}
              {defaults.shortAnswerTokens} <Term word="token">tokens</Term>; the method names no number
            </>
          }
        >
          <Input
            inputMode="numeric"
            autoComplete="off"
            {...bind('shortAnswerTokens', String(defaults.shortAnswerTokens))}
          />
        </Field>
        <Field
          label="Replay, in percent"
          error={problems.replayPercent}
          hint={
            <>
              How much of each earlier phase a later one repeats (<Term word="replay" />
              ). By default {percentText(defaults.replayFraction)}
            </>
          }
        >
          <Input
            inputMode="decimal"
            autoComplete="off"
            {...bind('replayPercent', percentText(defaults.replayFraction))}
          />
        </Field>
        <Field label="Random seed" error={problems.seed} hint="Decides the order of the rows, and which are replayed">
          <Input maxLength={100} autoComplete="off" {...bind('seed', defaults.seed)} />
        </Field>
      </div>
      <Field
        label="Chat template"
        error={problems.chatTemplate}
        hint="By default Labradorite’s. In Jinja, as tokenizers write it; it goes along in the manifest"
      >
        <Textarea
          rows={4}
          look="code"
          spellCheck={false}
          maxLength={20_000}
          {...bind('chatTemplate', defaults.chatTemplate)}
        />
      </Field>
      {rendered && (
        <div>
          <p className="font-medium">
            A row through the <Term word="chatTemplate" />
          </p>
          <pre className="mt-1 rounded-md border bg-sunken px-3 py-2 text-code whitespace-pre-wrap">{rendered}</pre>
        </div>
      )}
      {Object.keys(draft).some((name) => name !== 'systemPrompt') && (
        <div>
          <Button
            size="small"
            onClick={() => onChange(draft.systemPrompt === undefined ? {} : { systemPrompt: draft.systemPrompt })}
          >
            Put the defaults back
          </Button>
        </div>
      )}
    </div>
  );
}
