/** Trainers that a bundle can be for. */
export const trainers = ['trl', 'training-hub', 'axolotl', 'llama-factory'] as const;
export type Trainer = (typeof trainers)[number];

export const trainerNames = {
  trl: 'TRL (Hugging Face)',
  'training-hub': 'training_hub (InstructLab’s trainers)',
  axolotl: 'Axolotl',
  'llama-factory': 'LLaMA-Factory',
} as const satisfies Record<Trainer, string>;

/** The export format of the data that each trainer reads. */
export const formatOfTrainer = {
  trl: 'messages',
  'training-hub': 'messages',
  axolotl: 'axolotl',
  'llama-factory': 'llama-factory',
} as const satisfies Record<Trainer, string>;

export const schedules = ['constant_with_warmup', 'cosine', 'linear'] as const;
export type Schedule = (typeof schedules)[number];

/** How a phase is trained. `batch` is the number of rows of one step, over all GPUs. */
export type PhaseSettings = {
  epochs: number;
  learningRate: number;
  batch: number;
  warmupSteps: number;
  schedule: Schedule;
  maxTokens: number;
};

type Preset = {
  name: string;
  /** Where the numbers are from, and how far they can be trusted. */
  source: string;
  /** Of knowledge phases and of the phases after them. */
  knowledge: PhaseSettings;
  skills: PhaseSettings;
};

const constant = { schedule: 'constant_with_warmup' } as const;

/** Settings that are published, and one to try a bundle out. */
export const trainingPresets = {
  instructlab: {
    name: 'InstructLab',
    source:
      'The two phases of “ilab model train --strategy lab-multiphase”: 7 and 10 epochs, 2e-5 and 6e-6, batches of 128 and 3,840, 25 steps of warm-up. Its own schedule is cosine; here the rate stays constant after warm-up, because a rate near zero at the end of a phase makes the next one unstable (LAB paper).',
    knowledge: { epochs: 7, learningRate: 2e-5, batch: 128, warmupSteps: 25, maxTokens: 4096, ...constant },
    skills: { epochs: 10, learningRate: 6e-6, batch: 3840, warmupSteps: 25, maxTokens: 4096, ...constant },
  },
  merlinite: {
    name: 'Merlinite-7B',
    source:
      'The row of the LAB paper’s table for a Mistral student: 1e-6, batches of 3,840, 800 steps of warm-up, 4 and 7 epochs, 2,048 and 4,096 tokens. Not verified against the paper.',
    knowledge: { epochs: 4, learningRate: 1e-6, batch: 3840, warmupSteps: 800, maxTokens: 2048, ...constant },
    skills: { epochs: 7, learningRate: 1e-6, batch: 3840, warmupSteps: 800, maxTokens: 4096, ...constant },
  },
  paper: {
    name: 'LAB paper, Llama student',
    source:
      'The LAB paper: 2e-5 for Llama, batches of 3,840 by accumulation. It names no warm-up and no epochs for this student; those of InstructLab stand in. Not verified against the paper.',
    knowledge: { epochs: 7, learningRate: 2e-5, batch: 3840, warmupSteps: 25, maxTokens: 4096, ...constant },
    skills: { epochs: 10, learningRate: 2e-5, batch: 3840, warmupSteps: 25, maxTokens: 4096, ...constant },
  },
  trial: {
    name: 'Try it out',
    source: 'Ours, to see that everything runs: one epoch and small batches. Not for a model that is used.',
    knowledge: { epochs: 1, learningRate: 2e-5, batch: 16, warmupSteps: 2, maxTokens: 2048, ...constant },
    skills: { epochs: 1, learningRate: 2e-5, batch: 16, warmupSteps: 2, maxTokens: 2048, ...constant },
  },
} as const satisfies Record<string, Preset>;
export type TrainingPreset = keyof typeof trainingPresets;

/** A model that a bundle trains when nobody names another. */
export const defaultBaseModel = 'ibm-granite/granite-3.3-8b-base';

export const bundleLimits = {
  gpus: 4_096,
  rowsAtOnce: 4_096,
  batch: 1_000_000,
  epochs: 1_000,
  tokens: 1_000_000,
} as const;

/** The settings of a preset for a phase that takes these parts: those of skills only where it takes no knowledge. */
export function presetSettings(preset: TrainingPreset, takes: readonly string[]): PhaseSettings {
  const { knowledge, skills } = trainingPresets[preset];
  return takes.length > 0 && takes.every((part) => !part.startsWith('knowledge')) ? skills : knowledge;
}
