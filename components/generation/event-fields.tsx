'use client';

import { runEventNames, runEvents, type RunEvent } from '@/taxonomy/generation/vocabulary-webhooks';
import { Checkbox } from '../ui/choice';

type EventFieldsProps = { chosen: readonly RunEvent[]; onChange: (chosen: RunEvent[]) => void };

/** Which events a webhook is told. At least one must be chosen. */
export const EventFields = ({ chosen, onChange }: EventFieldsProps) => (
  <fieldset>
    <legend className="font-medium">Tell it when a run is</legend>
    <div className="mt-2 grid gap-2 sm:grid-cols-2">
      {runEventNames.map((name) => (
        <Checkbox
          key={name}
          label={runEvents[name]}
          checked={chosen.includes(name)}
          onChange={(on) => onChange(runEventNames.filter((each) => (each === name ? on : chosen.includes(each))))}
        />
      ))}
    </div>
    {chosen.length === 0 && <p className="mt-2 text-sm text-rejected">Choose at least one.</p>}
  </fieldset>
);
