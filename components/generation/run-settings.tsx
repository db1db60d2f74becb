'use client';

import { trialItems } from '@/taxonomy/generation/vocabulary';
import { Checkbox, RadioGroup } from '../ui/choice';
import { Field } from '../ui/field';
import { Input } from '../ui/input';
import type { RunSettingsProps } from './settings';
import { later } from '../ui/later';

const AdvancedSettings = later(() => import('./advanced-settings').then((module) => module.AdvancedSettings));

const DEFAULT_TARGET = '20';

/** The number of samples, and what few people change: the random seed and the limits. */
export function RunSettings({ settings, faults, onChange, boundCalls }: RunSettingsProps) {
  const change = (part: Partial<typeof settings>) => onChange({ ...settings, ...part });
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
              label: 'LAB default: 30 questions per seed',
              hint: 'In knowledge leaves: every passage with every seed',
            },
            {
              value: 'target',
              label: 'A target for each leaf',
              hint: 'Judges reject some, so a run may keep fewer',
            },
          ]}
        />
        {settings.target !== null && (
          <div className="ml-6 flex flex-col gap-3">
            <Field label="Samples per leaf" className="w-56" error={faults.target}>
              <Input
                inputMode="numeric"
                autoComplete="off"
                value={settings.target}
                onChange={(event) => change({ target: event.target.value.trim() })}
              />
            </Field>
            <Checkbox
              label="Ask again until each leaf has them, within the limits"
              checked={settings.isRepeated}
              onChange={(isRepeated) => change({ isRepeated })}
            />
          </div>
        )}
        <Checkbox
          label={`Pause after the first ${trialItems} tasks, to look at their rows`}
          checked={settings.isTrial}
          onChange={(isTrial) => change({ isTrial })}
        />
      </div>
      <details className="group">
        <summary className="cursor-pointer font-medium">Advanced</summary>
        <AdvancedSettings settings={settings} faults={faults} onChange={onChange} boundCalls={boundCalls} />
      </details>
    </div>
  );
}
