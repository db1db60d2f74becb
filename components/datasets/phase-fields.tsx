'use client';

import { Plus } from 'lucide-react';
import type { PhaseCount } from '@/taxonomy/datasets/contract-counts';
import type { PhaseRule, Recipe } from '@/taxonomy/datasets/contract-recipe';
import { defaultRecipe } from '@/taxonomy/datasets/vocabulary';
import { maxPhases } from '@/taxonomy/datasets/vocabulary-limits';
import { phasePresets, type PhasePreset } from '@/taxonomy/datasets/vocabulary-phases';
import { Button } from '../ui/button';
import { RadioGroup } from '../ui/choice';
import { PhaseEditor } from './phase-editor';
import { addedPhase, presetOf, renamePhase } from './phase-list';
import { phasesOf, type RecipeDraft } from './recipe-draft';

type PhaseFieldsProps = {
  taxonomyId: string;
  draft: RecipeDraft;
  onChange: (draft: RecipeDraft) => void;
  /** The continued version, whose phases apply until others are chosen. */
  base: Recipe | undefined;
  /** The rows of the phases as previewed, by key. */
  counts: readonly PhaseCount[];
  problem: string | undefined;
};

const presets = Object.keys(phasePresets) as PhasePreset[];

/** The phases of training: an arrangement that is known, or one's own, made from it. */
export function PhaseFields({ taxonomyId, draft, onChange, base = defaultRecipe, counts, problem }: PhaseFieldsProps) {
  const phases = phasesOf(draft, base);
  const set = (next: PhaseRule[]) => onChange({ ...draft, phases: next, replayPercent: undefined });
  const change = (place: number, next: PhaseRule) => set(phases.map((phase, i) => (i === place ? next : phase)));
  const move = (place: number, by: -1 | 1) => {
    const next = [...phases];
    const [moved] = next.splice(place, 1);
    if (moved) next.splice(place + by, 0, moved);
    set(next);
  };
  return (
    <div className="flex flex-col gap-4">
      <RadioGroup<PhasePreset | 'own'>
        label="Phases"
        value={presetOf(phases) ?? 'own'}
        onChange={(name) => name !== 'own' && set(phasePresets[name].phases())}
        options={[
          ...presets.map((value) => ({ value, label: phasePresets[value].name, hint: phasePresets[value].about })),
          { value: 'own', label: 'Your own', hint: 'Change any phase below', isDisabled: presetOf(phases) !== null },
        ]}
      />
      <ol className="flex flex-col gap-3" aria-label="Phases in training order">
        {phases.map((phase, place) => (
          <PhaseEditor
            key={place}
            taxonomyId={taxonomyId}
            phases={phases}
            place={place}
            count={counts.find(({ key }) => key === phase.key)}
            onChange={(next) => change(place, next)}
            onRename={(name) => set(renamePhase(phases, place, name))}
            onMove={(by) => move(place, by)}
            onRemove={() => set(phases.filter((_, i) => i !== place))}
          />
        ))}
      </ol>
      {problem && (
        <p role="alert" className="text-sm text-rejected">
          {problem}
        </p>
      )}
      {phases.length < maxPhases && (
        <div>
          <Button size="small" icon={Plus} onClick={() => set([...phases, addedPhase(phases)])}>
            Add phase
          </Button>
        </div>
      )}
    </div>
  );
}
