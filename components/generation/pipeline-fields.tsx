'use client';

import type { ChosenPipelines } from '@/taxonomy/generation/contract';
import { pipelineFacts } from '@/taxonomy/generation/vocabulary-pipelines';
import { leafKindNames, leafKinds } from '@/taxonomy/tree/vocabulary';
import { Field } from '../ui/field';
import { Select } from '../ui/input';

type PipelineFieldsProps = { chosen: ChosenPipelines; onChange: (chosen: ChosenPipelines) => void };

/** How each kind of leaf is generated for. */
export const PipelineFields = ({ chosen, onChange }: PipelineFieldsProps) => (
  <fieldset className="mt-4">
    <legend className="mb-2 font-medium">Pipelines</legend>
    <div className="grid gap-4 sm:grid-cols-2">
      {leafKinds.map((kind) => {
        const options = Object.entries(pipelineFacts).filter(([, facts]) => facts.kind === kind);
        const [name = '', facts] = options.find(([each]) => each === chosen[kind]) ?? options[0] ?? [];
        return (
          <Field key={kind} label={leafKindNames[kind]} hint={facts?.about}>
            <Select value={name} onChange={(event) => onChange(chosenWith(chosen, kind, event.target.value))}>
              {options.map(([each, { label, ...rest }]) => (
                <option key={each} value={each}>
                  {'isBaseline' in rest ? `${label} (baseline)` : label}
                </option>
              ))}
            </Select>
          </Field>
        );
      })}
    </div>
  </fieldset>
);

/** The first pipeline of a kind is its default, and counts as not chosen. */
function chosenWith(chosen: ChosenPipelines, kind: (typeof leafKinds)[number], name: string): ChosenPipelines {
  const { [kind]: _, ...others } = chosen;
  return name === kind ? others : { ...others, [kind]: name };
}
