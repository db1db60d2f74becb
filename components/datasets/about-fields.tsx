'use client';

import type { Recipe } from '@/taxonomy/datasets/contract-recipe';
import { aboutKeys, aboutNames, defaultRecipe } from '@/taxonomy/datasets/vocabulary';
import { maxAbout } from '@/taxonomy/datasets/vocabulary-limits';
import { Field } from '../ui/field';
import { Textarea } from '../ui/input';
import { Term } from '../ui/term';
import type { RecipeDraft } from './recipe-draft';

const hints = {
  intendedUse: 'What it is for, and what it is not for',
  limits: 'Gaps, biases, risks',
  licence: 'Terms of use, such as CC BY 4.0',
  contact: 'Contact for questions',
} as const;

type AboutFieldsProps = {
  draft: RecipeDraft;
  onChange: (draft: RecipeDraft) => void;
  base: Recipe | undefined;
};

/** The parts of the data card that only people can write. All are optional. */
export function AboutFields({ draft, onChange, base }: AboutFieldsProps) {
  const about = draft.about ?? (base ?? defaultRecipe).about;
  return (
    <div className="flex flex-col gap-4">
      <p className="text-muted">
        Shown in the <Term word="dataCard">data card</Term> and kept for the next version. Markdown works.
      </p>
      {aboutKeys.map((key) => (
        <Field key={key} label={aboutNames[key]} hint={hints[key]}>
          <Textarea
            rows={2}
            maxLength={maxAbout}
            value={about[key]}
            onChange={(event) => onChange({ ...draft, about: { ...about, [key]: event.target.value } })}
          />
        </Field>
      ))}
    </div>
  );
}
