'use client';

import { RadioGroup } from '../ui/choice';
import { Field } from '../ui/field';
import { Input } from '../ui/input';
import { numberText } from './numbers';

/** As they stand in the fields: '' is for “not set”. */
export type Settings = { target: string; seed: string; maxCalls: string };

type RunSettingsProps = { settings: Settings; onChange: (settings: Settings) => void; boundCalls: number | null };

const DEFAULT_TARGET = '20';

/** How much to ask for, and what few people change: the random seed and the cap on calls. */
export function RunSettings({ settings, onChange, boundCalls }: RunSettingsProps) {
  const change = (part: Partial<Settings>) => onChange({ ...settings, ...part });
  const isOwnNumber = settings.target !== '';
  return (
    <div className="flex flex-col gap-6">
      <div className="flex flex-col gap-3">
        <RadioGroup
          label="How much"
          value={isOwnNumber ? 'target' : 'method'}
          onChange={(value) => change({ target: value === 'target' ? DEFAULT_TARGET : '' })}
          options={[
            {
              value: 'method',
              label: 'As the method says',
              hint: '30 questions for each seed example; for knowledge every passage with every seed',
            },
            {
              value: 'target',
              label: 'A number for each leaf',
              hint: 'Asked for, not promised: the judges turn some down',
            },
          ]}
        />
        {isOwnNumber && (
          <Field label="Samples for each leaf" className="ml-6 w-40">
            <Input
              type="number"
              required
              min={1}
              max={100_000}
              value={settings.target}
              onChange={(event) => change({ target: event.target.value || '1' })}
            />
          </Field>
        )}
      </div>
      <details className="group">
        <summary className="cursor-pointer font-medium">Random seed and budget</summary>
        <div className="mt-3 grid gap-4 sm:grid-cols-2">
          <Field label="Random seed" hint="Empty draws one. The same seed asks the teacher the same things again">
            <Input
              maxLength={100}
              autoComplete="off"
              value={settings.seed}
              onChange={(event) => change({ seed: event.target.value })}
            />
          </Field>
          <Field
            label="Most calls"
            hint={
              boundCalls === null
                ? 'The run stops there'
                : `The run stops there. Empty: what the estimate says (${numberText(boundCalls)}) and a little more`
            }
          >
            <Input
              type="number"
              min={1}
              max={10_000_000}
              value={settings.maxCalls}
              onChange={(event) => change({ maxCalls: event.target.value })}
            />
          </Field>
        </div>
      </details>
    </div>
  );
}
