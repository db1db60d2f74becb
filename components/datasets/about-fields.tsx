'use client';

import type { Recipe } from '@/taxonomy/datasets/contract';
import { aboutKeys, aboutNames } from '@/taxonomy/datasets/vocabulary';
import { Field } from '../ui/field';
import { Textarea } from '../ui/input';
import { Term } from '../ui/term';
import { nothingAbout, type RecipeDraft } from './recipe-draft';

const hints = {
  intendedUse: 'What this data is for, and what it is not for',
  limits: 'What is missing, biased or uncertain; who could be harmed by a model that learned it',
  licence: 'Under which terms others may use it. Mind the sources, and the terms of the teacher',
  contact: 'Whom one asks',
} as const;

type AboutFieldsProps = {
  draft: RecipeDraft;
  onChange: (draft: RecipeDraft) => void;
  base: Recipe | undefined;
};

/** What only a person can say of the data, for its card. Nobody has to. */
export function AboutFields({ draft, onChange, base }: AboutFieldsProps) {
  const about = draft.about ?? base?.about ?? nothingAbout;
  return (
    <div className="flex flex-col gap-4">
      <p className="text-muted">
        This goes into the <Term word="dataCard">data card</Term> and is carried over to the next version. In Markdown,
        if you like; what you leave empty is named there as not written.
      </p>
      {aboutKeys.map((key) => (
        <Field key={key} label={aboutNames[key]} hint={hints[key]}>
          <Textarea
            rows={2}
            maxLength={5_000}
            value={about[key]}
            onChange={(event) => onChange({ ...draft, about: { ...about, [key]: event.target.value } })}
          />
        </Field>
      ))}
    </div>
  );
}
