/** The numbers of a training that are drawn. */
export const trainingMetrics = ['loss', 'validationLoss', 'learningRate', 'gradientNorm'] as const;
export type TrainingMetric = (typeof trainingMetrics)[number];

export const metricNames = {
  loss: 'Loss',
  validationLoss: 'Validation loss',
  learningRate: 'Learning rate',
  gradientNorm: 'Gradient norm',
} as const satisfies Record<TrainingMetric, string>;

/** What writes logs that can be followed. */
export const trainers = ['hugging_face', 'instructlab', 'mini_trainer', 'llama_factory', 'training_hub'] as const;
export type Trainer = (typeof trainers)[number];

export const trainerNames = {
  hugging_face: 'Hugging Face Trainer',
  instructlab: 'instructlab-training',
  mini_trainer: 'mini-trainer',
  llama_factory: 'LLaMA-Factory',
  training_hub: 'metrics in JSON lines',
} as const satisfies Record<Trainer, string>;

/** Names of LAB’s phases in the order of training, as folders of their logs are often called. */
export const phaseOrder = ['knowledge_short', 'knowledge_long', 'knowledge', 'foundational', 'skills'] as const;

export const trainingLimits = {
  name: 100,
  /** Folders with logs in one training. */
  phases: 50,
  /** Points of one phase in an answer: the lowest and the highest of each stretch of steps. */
  seriesPoints: 2_000,
  /** The same of all phases together. */
  answerPoints: 6_000,
  checkpoints: 1_000,
  logFileBytes: 64 * 1024 * 1024,
  lineBytes: 1024 * 1024,
} as const;

/** A watcher that has not been heard of for this long has died. */
export const FOLLOWED_SECONDS = 30;
