'use client';

import type { PublishPreview } from '@/taxonomy/datasets/contract';
import type { Balance, Recipe } from '@/taxonomy/datasets/contract-recipe';
import { defaultRecipe } from '@/taxonomy/datasets/vocabulary';
import { Checkbox, RadioGroup } from '../ui/choice';
import { Field } from '../ui/field';
import { Input } from '../ui/input';
import { LengthHistogram } from './length-histogram';
import { percentText, type DraftProblems, type RecipeDraft } from './recipe-draft';

type AmountFieldsProps = {
  draft: RecipeDraft;
  onChange: (draft: RecipeDraft) => void;
  problems: DraftProblems;
  /** The continued version, whose values apply to untouched fields. */
  base: Recipe | undefined;
  lengths: PublishPreview['lengths'];
  shortAnswerTokens: number | undefined;
};

/** How many rows each leaf gives, which of them are held out, and where short answers end. */
export function AmountFields({
  draft,
  onChange,
  problems,
  base = defaultRecipe,
  lengths,
  shortAnswerTokens,
}: AmountFieldsProps) {
  const mode = draft.balanceMode ?? base.balance.mode;
  const rows = draft.balanceRows ?? (base.balance.mode === 'all' ? '' : String(base.balance.rows));
  const isRepeated = draft.isRepeated ?? (base.balance.mode === 'exactly' && base.balance.isRepeated);
  const set = (change: RecipeDraft) => onChange({ ...draft, ...change });
  return (
    <div className="flex flex-col gap-5">
      <RadioGroup<Balance['mode']>
        label="Rows of each leaf"
        value={mode}
        onChange={(balanceMode) =>
          set({ balanceMode, ...(balanceMode !== 'all' && rows === '' && { balanceRows: '100' }) })
        }
        options={[
          { value: 'all', label: 'All approved samples' },
          { value: 'at_most', label: 'At most a number', hint: 'Large leaves do not drown small ones' },
          { value: 'exactly', label: 'Exactly a number' },
          { value: 'weighted', label: 'A total, shared evenly', hint: 'A recipe file or the API can weight folders' },
        ]}
      />
      {mode !== 'all' && (
        <Field
          label={mode === 'weighted' ? 'Rows in total' : 'Rows of each leaf'}
          error={problems.balanceRows}
          className="max-w-60"
        >
          <Input
            inputMode="numeric"
            autoComplete="off"
            value={rows}
            onChange={(event) => set({ balanceRows: event.target.value })}
          />
        </Field>
      )}
      {mode === 'exactly' && (
        <Checkbox
          label="Repeat samples of leaves that have fewer"
          hint="Otherwise such leaves give what they have"
          checked={isRepeated}
          onChange={(on) => set({ isRepeated: on })}
        />
      )}
      <div className="grid gap-4 sm:grid-cols-2">
        <Field
          label="Held out for validation (%)"
          error={problems.validationPercent}
          hint="To watch the loss while training. 0 for none"
        >
          <Input
            inputMode="decimal"
            autoComplete="off"
            value={draft.validationPercent ?? percentText(base.splits.validation)}
            onChange={(event) => set({ validationPercent: event.target.value })}
          />
        </Field>
        <Field
          label="Held out for test (%)"
          error={problems.testPercent}
          hint="Rows of one passage or seed, and near-copies, stay together"
        >
          <Input
            inputMode="decimal"
            autoComplete="off"
            value={draft.testPercent ?? percentText(base.splits.test)}
            onChange={(event) => set({ testPercent: event.target.value })}
          />
        </Field>
      </div>
      {lengths.length > 0 && shortAnswerTokens !== undefined && (
        <LengthHistogram lengths={lengths} shortAnswerTokens={shortAnswerTokens} />
      )}
    </div>
  );
}
