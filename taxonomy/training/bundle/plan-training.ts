import type { Manifest } from '../../datasets/contract-manifest';
import { DomainError } from '../../errors';
import type { PhasePlan, PhaseTraining, TrainingRecipe } from '../contract-bundle';
import { presetSettings, type TrainingPreset } from '../vocabulary-bundle';

/** Steps below which a rate cannot do its work. */
const FEW_STEPS = 10;

/** The phases of a version with the settings of a preset: knowledge phases come before the first that takes skills. */
export function presetPhases(
  preset: TrainingPreset,
  { recipe, phases }: Pick<Manifest, 'recipe' | 'phases'>,
): PhaseTraining[] {
  return recipe.phases.flatMap(({ key, takes }) =>
    (phases.find((phase) => phase.key === key)?.rows ?? 0) === 0 ? [] : { key, ...presetSettings(preset, takes) },
  );
}

/**
 * The numbers of each phase, in the order of the version, and what to look at before a GPU is paid for.
 *
 * @param tooLong Rows of each phase that are about longer than its limit.
 * @throws DomainError `invalid` when a phase is not one of the version, or comes twice.
 */
export function planPhases(
  manifest: Pick<Manifest, 'phases'>,
  recipe: TrainingRecipe,
  tooLong: ReadonlyMap<string, number>,
): { phases: PhasePlan[]; warnings: string[] } {
  const known = manifest.phases.map(({ key }) => key);
  for (const [i, { key }] of recipe.phases.entries()) {
    if (!known.includes(key))
      throw new DomainError('invalid', `The version has no phase “${key}”. Its phases: ${known.join(', ')}.`);
    if (recipe.phases.findIndex((phase) => phase.key === key) < i)
      throw new DomainError('invalid', `The phase “${key}” comes twice. Leave one out.`);
  }
  const warnings: string[] = [];
  const phases = manifest.phases.flatMap(({ key, name, rows }): PhasePlan | [] => {
    const settings = recipe.phases.find((phase) => phase.key === key);
    if (!settings) {
      if (rows > 0) warnings.push(`${name} is left out: its ${numberText(rows)} rows are not trained on.`);
      return [];
    }
    const plan = planPhase(settings, { name, rows, tooLong: tooLong.get(key) ?? 0 }, recipe);
    warnings.push(...warningsOf(plan, settings, recipe));
    return plan;
  });
  const first = phases[0];
  if (first && phases.length > 1 && recipe.phases.some(({ schedule }) => schedule !== 'constant_with_warmup'))
    warnings.push(
      'A rate that falls to zero at the end of a phase makes the start of the next one unstable; the LAB paper keeps it constant after warm-up.',
    );
  return { phases, warnings };
}

function planPhase(
  { key, batch, epochs }: PhaseTraining,
  { name, rows, tooLong }: { name: string; rows: number; tooLong: number },
  { gpus, rowsAtOnce }: TrainingRecipe,
): PhasePlan {
  const atOnce = Math.max(1, gpus) * rowsAtOnce;
  const accumulation = Math.max(1, Math.round(batch / atOnce));
  const whole = accumulation * atOnce;
  const used = Math.max(0, rows - tooLong);
  const stepsAnEpoch = Math.ceil(used / whole);
  return {
    key,
    name,
    rows,
    tooLong,
    stepsAnEpoch,
    steps: Math.ceil(stepsAnEpoch * epochs),
    accumulation,
    batch: whole,
  };
}

function warningsOf(plan: PhasePlan, settings: PhaseTraining, recipe: TrainingRecipe): string[] {
  const { name, rows, tooLong, steps, stepsAnEpoch, batch } = plan;
  const used = rows - tooLong;
  const ways = stepsAnEpoch === 1 ? 'one step an epoch' : `${numberText(stepsAnEpoch)} steps an epoch`;
  return [
    used <= 0 &&
      `${name}: no row is left. All ${numberText(rows)} are about longer than ${numberText(settings.maxTokens)} tokens.`,
    used > 0 &&
      batch > used &&
      `${name}: a batch of ${numberText(batch)} is more than the ${numberText(used)} rows: ${ways}.${hintOf(used)}`,
    used > 0 &&
      steps < settings.warmupSteps &&
      `${name}: it ends after ${numberText(steps)} steps, before its ${numberText(settings.warmupSteps)} steps of warm-up.`,
    batch !== settings.batch &&
      `${name}: ${Math.max(1, recipe.gpus)} × ${recipe.rowsAtOnce} rows at once give batches of ${numberText(batch)}, not ${numberText(settings.batch)}.`,
    tooLong > 0 &&
      used > 0 &&
      `${name}: about ${numberText(tooLong)} of ${numberText(rows)} rows are longer than ${numberText(settings.maxTokens)} tokens. The bundle leaves them out, and says how many.`,
  ].filter((each) => each !== false);
}

/** The batch that would give enough steps. */
const hintOf = (rows: number): string =>
  rows < FEW_STEPS ? '' : ` With batches of ${numberText(Math.floor(rows / FEW_STEPS))} it would be ${FEW_STEPS}.`;

/** Bytes of one parameter when all are trained with Adam in mixed precision: weights, gradients, copy, two moments. */
const BYTES = { weights: 2, gradients: 2, copy: 4, moments: 8 } as const;

/** Memory of each GPU without activations, when everything is spread over all of them. */
export function memoryOf({ billions, gpus }: Pick<TrainingRecipe, 'billions' | 'gpus'>) {
  if (billions === null) return null;
  const each = BYTES.weights + BYTES.gradients + BYTES.copy + BYTES.moments;
  const shards = Math.max(1, gpus);
  return {
    gigabytes: Math.round((billions * each * 10) / shards) / 10,
    formula: `${billions} billion parameters × ${each} bytes (${BYTES.weights} weights, ${BYTES.gradients} gradients, ${BYTES.copy} copy in full precision, ${BYTES.moments} moments of Adam) ÷ ${shards} ${gpus === 0 ? 'processor' : shards === 1 ? 'GPU' : 'GPUs'}; activations come on top and grow with the tokens at once.`,
  };
}

const numberText = (count: number): string => count.toLocaleString('en');
