'use client';

import { defaultRecipe } from '@/taxonomy/datasets/vocabulary';
import { maxOrderSeed, maxPrompt } from '@/taxonomy/datasets/vocabulary-limits';
import { replayShare } from '@/taxonomy/datasets/vocabulary-phases';
import { Button } from '../ui/button';
import { Field } from '../ui/field';
import { Input, Textarea } from '../ui/input';
import { Term } from '../ui/term';
import type { Latest } from './use-latest';
import { percentText, phasesOf, type DraftProblems, type RecipeDraft } from './recipe-draft';

type RecipeFieldsProps = {
  draft: RecipeDraft;
  onChange: (draft: RecipeDraft) => void;
  problems: DraftProblems;
  /** The continued version, whose values apply to untouched fields. */
  base: Latest | null;
  /** A row rendered by the chat template, as a model reads it. */
  rendered: string | null | undefined;
};

type TextField = 'shortAnswerTokens' | 'replayPercent' | 'seed' | 'chatTemplate';

/** Settings that have their own place in the form. */
const elsewhere = [
  'systemPrompt',
  'about',
  'pipelines',
  'phases',
  'balanceMode',
  'balanceRows',
  'isRepeated',
  'validationPercent',
  'testPercent',
];

/** Settings that few people change. Every field shows the value that applies if it is left untouched. */
export function RecipeFields({ draft, onChange, problems, base, rendered }: RecipeFieldsProps) {
  const standard = base?.recipe ?? defaultRecipe;
  const isTouched = Object.keys(draft).some((name) => !elsewhere.includes(name));
  const putBack = () =>
    onChange(Object.fromEntries(Object.entries(draft).filter(([name]) => elsewhere.includes(name))) as RecipeDraft);
  const share = replayShare(phasesOf({ phases: draft.phases }, standard));
  const bind = (name: TextField, untouched: string) => ({
    value: draft[name] ?? untouched,
    onChange: (event: { target: { value: string } }) => onChange({ ...draft, [name]: event.target.value }),
  });
  return (
    <div className="flex flex-col gap-4">
      <div className="grid gap-4 sm:grid-cols-3">
        <Field
          label="Short answer limit (tokens)"
          error={problems.shortAnswerTokens}
          hint={`Default ${defaultRecipe.shortAnswerTokens}`}
        >
          <Input
            inputMode="numeric"
            autoComplete="off"
            {...bind('shortAnswerTokens', String(standard.shortAnswerTokens))}
          />
        </Field>
        <Field
          label="Replay (%)"
          error={problems.replayPercent}
          hint="Default 100: later phases repeat all earlier rows. Applies to all sources that are shares of rows"
        >
          <Input
            inputMode="decimal"
            autoComplete="off"
            placeholder={share === null ? 'Set by phase' : undefined}
            {...bind('replayPercent', share === null ? '' : percentText(share))}
          />
        </Field>
        <Field label="Random seed" error={problems.seed} hint="Sets the order of rows and which are replayed">
          <Input maxLength={maxOrderSeed} autoComplete="off" {...bind('seed', standard.seed)} />
        </Field>
      </div>
      <Field
        label="Chat template"
        error={problems.chatTemplate}
        hint="Jinja. Recorded in the manifest; rows do not contain it"
      >
        <Textarea
          rows={4}
          look="code"
          spellCheck={false}
          maxLength={maxPrompt}
          {...bind('chatTemplate', standard.chatTemplate)}
        />
      </Field>
      {rendered && (
        <div>
          <p className="font-medium">
            Example row with this <Term word="chatTemplate" />
          </p>
          <pre className="mt-1 rounded-md border bg-sunken px-3 py-2 text-code whitespace-pre-wrap">{rendered}</pre>
        </div>
      )}
      {isTouched && (
        <div>
          <Button size="small" onClick={putBack}>
            {base ? `Reset to version ${base.number}` : 'Reset to defaults'}
          </Button>
        </div>
      )}
    </div>
  );
}
