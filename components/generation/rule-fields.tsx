'use client';

import { ruleLabels, ruleNames, type RuleName } from '@/taxonomy/generation/vocabulary-rows';
import { Checkbox } from '../ui/choice';

/** Which rows are dropped without asking a judge. */
export const RuleFields = ({ off, onChange }: { off: RuleName[]; onChange: (off: RuleName[]) => void }) => (
  <fieldset className="mt-4">
    <legend className="font-medium">Rules</legend>
    <p className="text-sm text-muted">
      Rows with these faults are dropped before a judge is asked. A rule that a leaf’s own seeds break does not apply to
      that leaf.
    </p>
    <div className="mt-2 grid gap-2 sm:grid-cols-2">
      {ruleNames.map((name) => (
        <Checkbox
          key={name}
          label={ruleLabels[name]}
          checked={!off.includes(name)}
          onChange={(isOn) => onChange(isOn ? off.filter((each) => each !== name) : [...off, name])}
        />
      ))}
    </div>
  </fieldset>
);
