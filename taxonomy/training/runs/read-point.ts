import { notANumber } from '../python-json';

/** What a trainer logged of one step. */
export type Point = {
  step: number;
  loss: number | null;
  validationLoss: number | null;
  learningRate: number | null;
  gradientNorm: number | null;
  epoch: number | null;
  stepTokens: number | null;
  totalTokens: number | null;
  isBroken: boolean;
  at: Date | null;
};

/** What a trainer plans, as far as a line of its log says so. */
export type Plan = { totalSteps: number | null; totalEpochs: number | null; stepsInEpoch: number | null };

type Entry = Record<string, unknown>;

/** The names that trainers give a number, the one to prefer first. */
const names = {
  step: ['step', 'global_step', 'current_steps'],
  // instructlab-training's `loss` is of one GPU, its `avg_loss` or `total_loss` of all.
  loss: ['avg_loss', 'total_loss', 'loss', 'avg_loss_backwards'],
  validationLoss: ['val_loss', 'eval_loss', 'validation_loss'],
  learningRate: ['lr', 'learning_rate', 'current_lr'],
  gradientNorm: ['gradnorm', 'grad_norm', 'global_grad_norm'],
  epoch: ['epoch'],
  stepTokens: ['num_loss_counted_tokens', 'step_tokens'],
  totalTokens: ['num_tokens', 'num_input_tokens_seen', 'total_tokens'],
} as const;

const MAX_STEP = 2_147_483_647;

export const entryOf = (json: unknown): Entry | null =>
  typeof json === 'object' && json !== null && !Array.isArray(json) ? { ...json } : null;

/** The point in an entry of a log; null when it has none, such as the settings in the first line. */
export function readPoint(entry: Entry): Point | null {
  const step = numberIn(entry, names.step);
  if (step === null || !Number.isInteger(step) || step < 0 || step > MAX_STEP) return null;
  const isBroken = names.loss.some((name) => entry[name] === notANumber);
  const point: Point = {
    step,
    loss: numberIn(entry, names.loss),
    validationLoss: numberIn(entry, names.validationLoss),
    learningRate: numberIn(entry, names.learningRate),
    gradientNorm: numberIn(entry, names.gradientNorm),
    epoch: numberIn(entry, names.epoch),
    stepTokens: countIn(entry, names.stepTokens),
    totalTokens: countIn(entry, names.totalTokens),
    isBroken,
    at: momentIn(entry),
  };
  const { loss, validationLoss, learningRate, gradientNorm } = point;
  const isEmpty = [loss, validationLoss, learningRate, gradientNorm].every((value) => value === null);
  return isEmpty && !isBroken ? null : point;
}

/** The plan in an entry, such as instructlab-training's settings or LLaMA-Factory's `total_steps`. */
export function readPlan(entry: Entry): Plan {
  const settings = entryOf(entry.script_params) ?? entry;
  return {
    totalSteps: countIn(entry, ['total_steps', 'max_steps']),
    totalEpochs: numberIn(settings, ['num_epochs', 'num_train_epochs', 'max_epochs']),
    stepsInEpoch: countIn(entry, ['num_epoch_steps', 'num_batches']),
  };
}

/** The later point of a step, with what only the earlier one says. */
export function mergePoints(earlier: Point, later: Point): Point {
  return {
    step: later.step,
    loss: later.isBroken ? later.loss : (later.loss ?? earlier.loss),
    validationLoss: later.validationLoss ?? earlier.validationLoss,
    learningRate: later.learningRate ?? earlier.learningRate,
    gradientNorm: later.gradientNorm ?? earlier.gradientNorm,
    epoch: later.epoch ?? earlier.epoch,
    stepTokens: later.stepTokens ?? earlier.stepTokens,
    totalTokens: later.totalTokens ?? earlier.totalTokens,
    isBroken: later.isBroken || (earlier.isBroken && later.loss === null),
    at: later.at ?? earlier.at,
  };
}

function numberIn(entry: Entry, keys: readonly string[]): number | null {
  for (const key of keys) {
    const value = entry[key];
    // Some trainers write numbers as text.
    const number = typeof value === 'string' && /^-?\d/.test(value) ? Number(value) : value;
    if (typeof number === 'number' && Number.isFinite(number)) return number;
  }
  return null;
}

function countIn(entry: Entry, keys: readonly string[]): number | null {
  const number = numberIn(entry, keys);
  return number === null || number < 0 || number > Number.MAX_SAFE_INTEGER ? null : Math.round(number);
}

/** ISO times without a zone are those of the machine that trains, which is the one that follows. */
function momentIn({ timestamp, time }: Entry): Date | null {
  const given = timestamp ?? time;
  const date =
    typeof given === 'number' ? new Date(given * 1000) : new Date(typeof given === 'string' ? given : Number.NaN);
  const year = date.getUTCFullYear();
  return Number.isNaN(year) || year < 2000 || year > 9999 ? null : date;
}
