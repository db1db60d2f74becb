'use client';

import { defaultCap } from '@/taxonomy/generation/vocabulary';
import { RadioGroup } from '../ui/choice';
import { Field } from '../ui/field';
import { Input } from '../ui/input';
import { numberText } from './numbers';
import { faultsOf, type Settings } from './settings';

type RunSettingsProps = { settings: Settings; onChange: (settings: Settings) => void; boundCalls: number | null };

const DEFAULT_TARGET = '20';

/** How much to ask for, and what few people change: the random seed and the cap on calls. */
export function RunSettings({ settings, onChange, boundCalls }: RunSettingsProps) {
  const change = (part: Partial<Settings>) => onChange({ ...settings, ...part });
  const faults = faultsOf(settings);
  return (
    <div className="flex flex-col gap-6">
      <div className="flex flex-col gap-3">
        <RadioGroup
          label="How much"
          value={settings.target === null ? 'method' : 'target'}
          onChange={(value) => change({ target: value === 'target' ? DEFAULT_TARGET : null })}
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
        {settings.target !== null && (
          <Field label="Samples for each leaf" className="ml-6 w-56" error={faults.target}>
            <Input
              inputMode="numeric"
              autoComplete="off"
              value={settings.target}
              onChange={(event) => change({ target: event.target.value.trim() })}
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
            error={faults.maxCalls}
            hint={
              boundCalls === null
                ? 'The run stops there'
                : `The run stops there. Empty: ${numberText(defaultCap(boundCalls))}, the estimate and a reserve`
            }
          >
            <Input
              inputMode="numeric"
              autoComplete="off"
              value={settings.maxCalls}
              onChange={(event) => change({ maxCalls: event.target.value.trim() })}
            />
          </Field>
        </div>
      </details>
    </div>
  );
}
