import type { VersionDetail } from '@/taxonomy/datasets/contract';
import type { TrainingRecipe } from '@/taxonomy/training/contract-bundle';
import {
  defaultBaseModel,
  presetSettings,
  type PhaseSettings,
  type Trainer,
  type TrainingPreset,
} from '@/taxonomy/training/vocabulary-bundle';

/** The numbers of a phase as typed. */
export type PhaseDraft = { key: string; name: string } & Record<
  'epochs' | 'learningRate' | 'batch' | 'warmupSteps' | 'maxTokens',
  string
> &
  Pick<PhaseSettings, 'schedule'>;

export type BundleDraft = {
  trainer: Trainer;
  preset: TrainingPreset;
  baseModel: string;
  billions: string;
  gpus: string;
  rowsAtOnce: string;
  seed: string;
  phases: PhaseDraft[];
};

/** The phases with rows of a version, with the settings of a preset. */
export function draftPhases(preset: TrainingPreset, { recipe, phases }: VersionDetail): PhaseDraft[] {
  return phases
    .filter(({ own, replayed }) => own + replayed.length > 0)
    .map(({ key, name }) => {
      const takes = recipe.phases.find((phase) => phase.key === key)?.takes ?? [];
      const { epochs, learningRate, batch, warmupSteps, maxTokens, schedule } = presetSettings(preset, takes);
      return {
        key,
        name,
        epochs: String(epochs),
        learningRate: String(learningRate),
        batch: String(batch),
        warmupSteps: String(warmupSteps),
        maxTokens: String(maxTokens),
        schedule,
      };
    });
}

export const firstDraft = (version: VersionDetail): BundleDraft => ({
  trainer: 'trl',
  preset: 'instructlab',
  baseModel: defaultBaseModel,
  billions: '8',
  gpus: '8',
  rowsAtOnce: '4',
  seed: '42',
  phases: draftPhases('instructlab', version),
});

/** The recipe of the form; null while a number is none. */
export function recipeOf(draft: BundleDraft): TrainingRecipe | null {
  const { trainer, baseModel, billions, gpus, rowsAtOnce, seed, phases } = draft;
  const recipe: TrainingRecipe = {
    trainer,
    baseModel: baseModel.trim(),
    billions: billions.trim() === '' ? null : Number(billions),
    gpus: Number(gpus),
    rowsAtOnce: Number(rowsAtOnce),
    seed: Number(seed),
    phases: phases.map(({ name: _name, ...phase }) => ({
      ...phase,
      epochs: Number(phase.epochs),
      learningRate: Number(phase.learningRate),
      batch: Number(phase.batch),
      warmupSteps: Number(phase.warmupSteps),
      maxTokens: Number(phase.maxTokens),
    })),
  };
  return isWhole(recipe) && recipe.baseModel !== '' ? recipe : null;
}

function isWhole({ billions, gpus, rowsAtOnce, seed, phases }: TrainingRecipe): boolean {
  const positive = [
    rowsAtOnce,
    ...(billions === null ? [] : [billions]),
    ...phases.flatMap(({ epochs, learningRate, batch, maxTokens }) => [epochs, learningRate, batch, maxTokens]),
  ];
  const whole = [
    gpus,
    rowsAtOnce,
    seed,
    ...phases.flatMap(({ batch, warmupSteps, maxTokens }) => [batch, warmupSteps, maxTokens]),
  ];
  return positive.every((number) => number > 0) && whole.every((number) => Number.isInteger(number) && number >= 0);
}
