import { defaultCap, defaultThreshold, limits } from '@/taxonomy/generation/vocabulary';
import { comparedWithin, comparedWithinNames, type ComparedWithin } from '@/taxonomy/generation/vocabulary-compared';
import { numberText } from '../numbers';
import { Checkbox, RadioGroup } from '../ui/choice';
import { Field } from '../ui/field';
import { Input, Select } from '../ui/input';
import { JudgeFields } from './judge-fields';
import { PipelineFields } from './pipeline-fields';
import { RuleFields } from './rule-fields';
import type { RunSettingsProps } from './settings';
import { ThresholdFields } from './threshold-fields';

const leafByLeaf = 'Rows are compared with seeds and samples of their own leaf.';
const inOrder =
  'Rows are also compared with those of other leaves. Samples then appear in the order of their tasks, a little later.';
const withinHints: Record<ComparedWithin, string> = {
  leaf: leafByLeaf,
  siblings: inOrder,
  branch: inOrder,
  taxonomy: inOrder,
};

/** The random seed, the limits, the pipelines, who judges, and the rules that apply. */
export function AdvancedSettings({ settings, faults, onChange, boundCalls }: RunSettingsProps) {
  const change = (part: Partial<typeof settings>) => onChange({ ...settings, ...part });
  return (
    <>
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
        <Field label="Token limit" error={faults.maxTokens} hint="Input and output together. Leave empty for no limit.">
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
        <Field
          label="Time limit (minutes)"
          error={faults.maxMinutes}
          hint="From its start, and again from each resume. Leave empty for no limit."
        >
          <Input
            inputMode="numeric"
            autoComplete="off"
            value={settings.maxMinutes}
            onChange={(event) => change({ maxMinutes: event.target.value.trim() })}
          />
        </Field>
      </div>
      <div className="mt-4">
        <RadioGroup
          label="How the teacher is asked"
          value={settings.batch}
          onChange={(batch) => change({ batch })}
          options={[
            { value: 'off', label: 'Directly, call by call' },
            {
              value: 'api',
              label: 'Through the batch API of its server',
              hint: 'Answers take up to 24 hours for each step. Providers charge about half; the cost shown is that of direct calls.',
            },
            {
              value: 'files',
              label: 'With files',
              hint: 'For vllm run-batch or Ray: the page of the run has the requests to download, and takes the answers.',
            },
          ]}
        />
      </div>
      <PipelineFields chosen={settings.pipelines} onChange={(pipelines) => change({ pipelines })} />
      <JudgeFields settings={settings} onChange={change} />
      <ThresholdFields {...settings} onChange={change} />
      <fieldset className="mt-4">
        <legend className="mb-2 font-medium">Near-duplicates</legend>
        <Checkbox
          label="Drop rows that say nearly the same as a seed or an earlier sample"
          checked={settings.threshold !== null}
          onChange={(isOn) => change({ threshold: isOn ? String(defaultThreshold) : null })}
        />
        {settings.threshold !== null && (
          <div className="mt-2 ml-6 grid max-w-96 gap-3">
            <Field
              label="Similarity limit"
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
            <Field label="Compare with" hint={withinHints[settings.within]}>
              <Select
                value={settings.within}
                onChange={(event) =>
                  change({ within: comparedWithin.find((each) => each === event.target.value) ?? 'leaf' })
                }
              >
                {comparedWithin.map((within) => (
                  <option key={within} value={within}>
                    {comparedWithinNames[within]}
                  </option>
                ))}
              </Select>
            </Field>
          </div>
        )}
      </fieldset>
      <RuleFields off={settings.rulesOff} onChange={(rulesOff) => change({ rulesOff })} />
    </>
  );
}
