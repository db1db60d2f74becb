'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { VersionDetail } from '@/taxonomy/datasets/contract';
import {
  schedules,
  trainerNames,
  trainers,
  trainingPresets,
  type Trainer,
  type TrainingPreset,
} from '@/taxonomy/training/vocabulary-bundle';
import { api, queryKeyOf } from '../api';
import { versionById } from '../datasets/api';
import { RadioGroup } from '../ui/choice';
import { Field } from '../ui/field';
import { Input, Select } from '../ui/input';
import { later } from '../ui/later';
import { Page } from '../ui/page';
import { ErrorState, messageOf, Notice, Skeleton } from '../ui/states';
import { useDebouncedValue } from '../use-debounced-value';
import { draftPhases, firstDraft, recipeOf, type BundleDraft, type PhaseDraft } from './bundle-recipe';

const BundlePlan = later(() => import('./bundle-plan').then((module) => module.BundlePlan));

const QUIET_MS = 350;

type BundleScreenProps = { versionId: string; canExport: boolean };

/** Settings of a training on a version, what they amount to, and the files that run it. */
export function BundleScreen({ versionId, canExport }: BundleScreenProps) {
  const { data: version, error, refetch } = useQuery(versionById(versionId));
  const title = version ? `${version.datasetName} version ${version.number}` : 'Version';
  return (
    <Page
      crumbs={[
        { label: 'Datasets', href: '/datasets' },
        { label: title, href: `/datasets/${versionId}` },
        { label: 'Train' },
      ]}
    >
      {version ? (
        version.state === 'published' ? (
          <Bundle version={version} canExport={canExport} />
        ) : (
          <Notice title="Not published yet">Wait until this version is published, then train on it.</Notice>
        )
      ) : error ? (
        <ErrorState title="The version could not be loaded" error={error} onRetry={() => void refetch()} />
      ) : (
        <Skeleton className="h-80 w-full" />
      )}
    </Page>
  );
}

function Bundle({ version, canExport }: { version: VersionDetail; canExport: boolean }) {
  const [draft, setDraft] = useState<BundleDraft>(() => firstDraft(version));
  const recipe = recipeOf(draft);
  const asked = useDebouncedValue(JSON.stringify(recipe), QUIET_MS);
  const plan = useQuery({
    queryKey: [...queryKeyOf('/api/v1/training/plan'), version.id, asked],
    queryFn: ({ signal }) =>
      api.post('/api/v1/training/plan', { body: { versionId: version.id, recipe: JSON.parse(asked) }, signal }),
    enabled: asked !== 'null',
    placeholderData: keepPreviousData,
  });
  const set = (change: Partial<BundleDraft>) => setDraft({ ...draft, ...change });
  const text = (name: 'baseModel' | 'billions' | 'gpus' | 'rowsAtOnce' | 'seed') => ({
    value: draft[name],
    onChange: (event: { target: { value: string } }) => set({ [name]: event.target.value }),
    autoComplete: 'off',
  });
  return (
    <div className="flex flex-col gap-8 xl:flex-row">
      <div className="flex min-w-0 flex-1 flex-col gap-6">
        <RadioGroup<Trainer>
          label="Trainer"
          value={draft.trainer}
          onChange={(trainer) => set({ trainer })}
          options={trainers.map((value) => ({ value, label: trainerNames[value] }))}
        />
        <RadioGroup<TrainingPreset>
          label="Settings"
          value={draft.preset}
          onChange={(preset) => set({ preset, phases: draftPhases(preset, version) })}
          options={(Object.keys(trainingPresets) as TrainingPreset[]).map((value) => ({
            value,
            label: trainingPresets[value].name,
            hint: value === draft.preset ? trainingPresets[value].source : undefined,
          }))}
        />
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label="Base model" hint="A model of the Hugging Face Hub, or a folder">
            <Input {...text('baseModel')} />
          </Field>
          <Field label="Billions of parameters" hint="To estimate memory. Leave empty if you do not know">
            <Input inputMode="decimal" {...text('billions')} />
          </Field>
          <Field label="GPUs" hint="0 for the processor">
            <Input inputMode="numeric" {...text('gpus')} />
          </Field>
          <Field label="Rows at once on each">
            <Input inputMode="numeric" {...text('rowsAtOnce')} />
          </Field>
          <Field label="Random seed">
            <Input inputMode="numeric" {...text('seed')} />
          </Field>
        </div>
        {draft.phases.map((phase, i) => (
          <PhaseInputs
            key={phase.key}
            phase={phase}
            onChange={(next) => set({ phases: draft.phases.map((each, j) => (j === i ? next : each)) })}
          />
        ))}
      </div>
      <div className="flex flex-col gap-4 xl:w-96 xl:shrink-0">
        {recipe === null && <p className="text-sm text-rejected">Enter a number above 0 in each field.</p>}
        {plan.error && (
          <Notice tone="error" title="No plan">
            {messageOf(plan.error)}
          </Notice>
        )}
        {plan.data && !plan.error && (
          <BundlePlan
            version={version}
            plan={plan.data}
            recipe={plan.isPlaceholderData ? null : recipe}
            canExport={canExport}
          />
        )}
      </div>
    </div>
  );
}

const numbers = [
  ['epochs', 'Epochs'],
  ['learningRate', 'Learning rate'],
  ['batch', 'Rows of a step'],
  ['warmupSteps', 'Steps of warm-up'],
  ['maxTokens', 'Longest row (tokens)'],
] as const;

const scheduleNames = {
  constant_with_warmup: 'Constant after warm-up',
  cosine: 'Cosine, to zero',
  linear: 'Linear, to zero',
} as const;

function PhaseInputs({ phase, onChange }: { phase: PhaseDraft; onChange: (next: PhaseDraft) => void }) {
  return (
    <fieldset>
      <legend className="font-medium">{phase.name}</legend>
      <div className="mt-2 grid grid-cols-2 gap-3 sm:grid-cols-3">
        {numbers.map(([name, label]) => (
          <Field key={name} label={label}>
            <Input
              inputMode="decimal"
              autoComplete="off"
              value={phase[name]}
              onChange={(event) => onChange({ ...phase, [name]: event.target.value })}
            />
          </Field>
        ))}
        <Field label="Rate over time">
          <Select
            value={phase.schedule}
            onChange={(event) => onChange({ ...phase, schedule: event.target.value as PhaseDraft['schedule'] })}
          >
            {schedules.map((value) => (
              <option key={value} value={value}>
                {scheduleNames[value]}
              </option>
            ))}
          </Select>
        </Field>
      </div>
    </fieldset>
  );
}
