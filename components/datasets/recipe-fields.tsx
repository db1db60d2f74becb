'use client';

import type { Recipe } from '@/taxonomy/datasets/contract';
import { Button } from '../ui/button';
import { Field } from '../ui/field';
import { Input, Textarea } from '../ui/input';
import { Skeleton } from '../ui/states';
import { Term } from '../ui/term';
import type { Latest } from './use-latest';
import { percentText, type DraftProblems, type RecipeDraft } from './recipe-draft';

type RecipeFieldsProps = {
  draft: RecipeDraft;
  onChange: (draft: RecipeDraft) => void;
  problems: DraftProblems;
  /** Not known until the first preview is there. */
  defaults: Recipe | undefined;
  /** The version that is continued: what holds where nobody touched a field. */
  base: Latest | null;
  hasFailed: boolean;
  /** A row as the chat template shows it to a model. */
  rendered: string | null | undefined;
};

/** What few people change. Every field shows what holds when nobody touches it. */
export function RecipeFields({ draft, onChange, problems, defaults, base, hasFailed, rendered }: RecipeFieldsProps) {
  if (!defaults) {
    return hasFailed ? (
      <p className="text-muted">They can be changed as soon as it is known what the version will hold.</p>
    ) : (
      <Skeleton className="h-40 w-full" />
    );
  }
  const standard = base?.recipe ?? defaults;
  const isTouched = Object.keys(draft).some((name) => name !== 'systemPrompt' && name !== 'about');
  const putBack = () =>
    onChange({
      ...(draft.systemPrompt !== undefined && { systemPrompt: draft.systemPrompt }),
      ...(draft.about !== undefined && { about: draft.about }),
    });
  const bind = (name: Exclude<keyof RecipeDraft, 'about'>, untouched: string) => ({
    value: draft[name] ?? untouched,
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
            {...bind('shortAnswerTokens', String(standard.shortAnswerTokens))}
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
            {...bind('replayPercent', percentText(standard.replayFraction))}
          />
        </Field>
        <Field label="Random seed" error={problems.seed} hint="Decides the order of the rows, and which are replayed">
          <Input maxLength={100} autoComplete="off" {...bind('seed', standard.seed)} />
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
          {...bind('chatTemplate', standard.chatTemplate)}
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
      {isTouched && (
        <div>
          <Button size="small" onClick={putBack}>
            {base ? `Put those of version ${base.number} back` : 'Put the defaults back'}
          </Button>
        </div>
      )}
    </div>
  );
}
