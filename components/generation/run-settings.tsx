'use client';

import { defaultCap, limits } from '@/taxonomy/generation/vocabulary';
import { RadioGroup } from '../ui/choice';
import { Field } from '../ui/field';
import { Input } from '../ui/input';
import { numberText } from '../numbers';
import { faultsOf, type Settings } from './settings';
import { later } from '../ui/later';

const RuleFields = later(() => import('./rule-fields').then((module) => module.RuleFields));

type RunSettingsProps = { settings: Settings; onChange: (settings: Settings) => void; boundCalls: number | null };

const DEFAULT_TARGET = '20';

/** The number of samples, and what few people change: the random seed and the limits. */
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
          <Field label="Samples per leaf" className="ml-6 w-56" error={faults.target}>
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
        <summary className="cursor-pointer font-medium">Advanced</summary>
        <div className="mt-3 grid gap-4 sm:grid-cols-2">
          <Field label="Random seed" hint="Leave empty for a random seed. Reuse a seed to repeat a run.">
            <Input
              maxLength={limits.randomSeed}
              autoComplete="off"
              value={settings.seed}
              onChange={(event) => change({ seed: event.target.value })}
            />
          </Field>
          <Field
            label="Call limit"
            error={faults.maxCalls}
            hint={
              boundCalls === null
                ? 'The run stops at this number of calls'
                : `Leave empty for ${numberText(defaultCap(boundCalls))}: the estimate plus retries`
            }
          >
            <Input
              inputMode="numeric"
              autoComplete="off"
              value={settings.maxCalls}
              onChange={(event) => change({ maxCalls: event.target.value.trim() })}
            />
          </Field>
          <Field
            label="Token limit"
            error={faults.maxTokens}
            hint="Input and output together. Leave empty for no limit."
          >
            <Input
              inputMode="numeric"
              autoComplete="off"
              value={settings.maxTokens}
              onChange={(event) => change({ maxTokens: event.target.value.trim() })}
            />
          </Field>
        </div>
        <RuleFields off={settings.rulesOff} onChange={(rulesOff) => change({ rulesOff })} />
      </details>
    </div>
  );
}
