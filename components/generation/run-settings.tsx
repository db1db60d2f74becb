'use client';

import { defaultCap, defaultThreshold, limits } from '@/taxonomy/generation/vocabulary';
import { Checkbox, RadioGroup } from '../ui/choice';
import { Field } from '../ui/field';
import { Input } from '../ui/input';
import { numberText } from '../numbers';
import type { faultsOf, Settings } from './settings';
import { later } from '../ui/later';

const RuleFields = later(() => import('./rule-fields').then((module) => module.RuleFields));

type RunSettingsProps = {
  settings: Settings;
  faults: ReturnType<typeof faultsOf>;
  onChange: (settings: Settings) => void;
  boundCalls: number | null;
};

const DEFAULT_TARGET = '20';

/** The number of samples, and what few people change: the random seed and the limits. */
export function RunSettings({ settings, faults, onChange, boundCalls }: RunSettingsProps) {
  const change = (part: Partial<Settings>) => onChange({ ...settings, ...part });
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
          <Field label="Cost limit ($)" error={faults.maxCost} hint="In US dollars. Leave empty for no limit.">
            <Input
              inputMode="decimal"
              autoComplete="off"
              value={settings.maxCost}
              onChange={(event) => change({ maxCost: event.target.value.trim() })}
            />
          </Field>
        </div>
        <fieldset className="mt-4">
          <legend className="mb-2 font-medium">Near-duplicates</legend>
          <Checkbox
            label="Drop rows that say nearly the same as a seed or an earlier sample of the leaf"
            checked={settings.threshold !== null}
            onChange={(isOn) => change({ threshold: isOn ? String(defaultThreshold) : null })}
          />
          {settings.threshold !== null && (
            <Field
              label="Similarity limit"
              className="mt-2 ml-6 max-w-96"
              error={faults.threshold}
              hint="ROUGE-L of the questions, and of the texts that they are about. 1 means equal; rows over the limit are dropped."
            >
              <Input
                inputMode="decimal"
                autoComplete="off"
                className="w-24"
                value={settings.threshold}
                onChange={(event) => change({ threshold: event.target.value.trim() })}
              />
            </Field>
          )}
        </fieldset>
        <RuleFields off={settings.rulesOff} onChange={(rulesOff) => change({ rulesOff })} />
      </details>
    </div>
  );
}
