'use client';

import type { PipelineCount } from '@/taxonomy/datasets/contract';
import type { Recipe } from '@/taxonomy/datasets/contract-recipe';
import { defaultRecipe } from '@/taxonomy/datasets/vocabulary';
import { importedPipeline } from '@/taxonomy/generation/vocabulary-sample-imports';
import { baselineNames, factsOf } from '@/taxonomy/generation/vocabulary-pipelines';
import { leafKindNames } from '@/taxonomy/tree/vocabulary';
import { countText } from '../numbers';
import { Checkbox } from '../ui/choice';
import type { RecipeDraft } from './recipe-draft';

type TakenPipelinesProps = {
  counts: readonly PipelineCount[];
  draft: RecipeDraft;
  /** The continued version, whose choice applies until another is made. */
  base: Recipe | undefined;
  problem: string | undefined;
  onChange: (draft: RecipeDraft) => void;
};

/** Of which pipelines samples are published: all but baselines by default. Shown only where there is a choice. */
export function TakenPipelines({ counts, draft, base = defaultRecipe, problem, onChange }: TakenPipelinesProps) {
  const chosen = draft.pipelines === undefined ? fromRecipe(base) : draft.pipelines;
  if (counts.length < 2 && chosen === null && counts.every(({ isTaken }) => isTaken)) return null;
  const isOn = (name: string) => (chosen === null ? !baselineNames.includes(name) : chosen.includes(name));
  const toggle = (name: string, on: boolean) => {
    const names = counts.map((each) => each.name).filter((each) => (each === name ? on : isOn(each)));
    onChange({ ...draft, pipelines: isUsual(names, counts) ? null : names });
  };
  return (
    <fieldset>
      <legend className="font-medium">Pipelines</legend>
      <p className="text-sm text-muted">
        Only samples of these are published. Baselines are left out unless you choose them.
      </p>
      <div className="mt-2 grid gap-2 sm:grid-cols-2">
        {counts.map(({ name, rows }) => (
          <Checkbox
            key={name}
            label={labelOf(name)}
            hint={countText(rows, 'approved sample')}
            checked={isOn(name)}
            onChange={(on) => toggle(name, on)}
          />
        ))}
      </div>
      {problem && (
        <p role="alert" className="mt-2 text-sm text-rejected">
          {problem}
        </p>
      )}
    </fieldset>
  );
}

const fromRecipe = ({ selection: { pipelines } }: Recipe): string[] | null =>
  pipelines.length === 0 ? null : pipelines;

/** Whether these are all pipelines but baselines, which is the default, and holds for later samples too. */
const isUsual = (names: readonly string[], counts: readonly PipelineCount[]): boolean =>
  names.length > 0 && counts.every(({ name }) => names.includes(name) !== baselineNames.includes(name));

/** “Knowledge: LAB”, “Freeform skill: Self-Instruct (baseline)”; the bare name of a pipeline that is no longer there. */
function labelOf(name: string): string {
  const facts = factsOf(name);
  if (!facts) return name === importedPipeline ? 'Imported from files' : name;
  return `${leafKindNames[facts.kind]}: ${facts.label}${facts.isBaseline ? ' (baseline)' : ''}`;
}
