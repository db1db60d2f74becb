'use client';

import { useQuery } from '@tanstack/react-query';
import { query } from '../api';
import { Checkbox } from '../ui/choice';
import { Field } from '../ui/field';
import { Select } from '../ui/input';
import { messageOf, Notice } from '../ui/states';

type ThresholdFieldsProps = {
  thresholds: Record<string, number>;
  asksEveryJudge: boolean;
  onChange: (part: { thresholds?: Record<string, number>; asksEveryJudge?: boolean }) => void;
};

/** The grades that rows of a run need, and whether all judges are asked about each. */
export function ThresholdFields({ thresholds, asksEveryJudge, onChange }: ThresholdFieldsProps) {
  const { data, error } = useQuery(query('/api/v1/thresholds'));
  return (
    <fieldset className="mt-4">
      <legend className="font-medium">Thresholds</legend>
      <p className="mb-2 text-sm text-muted">
        The grade that a row needs to stay. It can be changed after the run, too.
      </p>
      {error && <Notice tone="error">{messageOf(error)}</Notice>}
      <div className="mb-3 grid gap-3 sm:grid-cols-2">
        {data?.judges.map(({ step, label, from, to }) => (
          <Field key={step} label={label}>
            <Select
              value={thresholds[step] ?? ''}
              onChange={({ target: { value } }) => {
                const { [step]: _, ...others } = thresholds;
                onChange({ thresholds: value === '' ? others : { ...others, [step]: Number(value) } });
              }}
            >
              <option value="">As set for the leaf</option>
              {Array.from({ length: to - from + 1 }, (_, place) => from + place).map((grade) => (
                <option key={grade} value={grade}>
                  At least {grade} of {to}
                </option>
              ))}
            </Select>
          </Field>
        ))}
      </div>
      <Checkbox
        label="Ask every judge"
        hint="A row that one judge rejects is shown to the others too, so that its threshold can be changed later without a call. The run then comes closer to its maximum calls and cost."
        checked={asksEveryJudge}
        onChange={(isOn) => onChange({ asksEveryJudge: isOn })}
      />
    </fieldset>
  );
}
