/** LAB's training phases in order (as on the model card: all skills in the last). */
export const phases = ['knowledge_short', 'knowledge_long', 'skills'] as const;
export type Phase = (typeof phases)[number];

export const phaseNames = {
  knowledge_short: 'Knowledge, short',
  knowledge_long: 'Knowledge, long',
  skills: 'Skills',
} as const satisfies Record<Phase, string>;

/** The sections that people write, in the order of the data card. */
export const aboutKeys = ['intendedUse', 'limits', 'licence', 'contact'] as const;

export const aboutNames = {
  intendedUse: 'Intended use',
  limits: 'Limits and risks',
  licence: 'Licence',
  contact: 'Contact',
} as const satisfies Record<(typeof aboutKeys)[number], string>;

/** The amount of replay, as text after “Replay:”. */
export function replayWords(fraction: number): string {
  if (fraction === 0) return 'none';
  return fraction === 1
    ? 'all rows of each earlier phase'
    : `${Number((fraction * 100).toFixed(4))} % of the rows of each earlier phase`;
}

/** The earlier phases that each phase replays. */
export const replaySources = {
  knowledge_short: [],
  knowledge_long: ['knowledge_short'],
  skills: ['knowledge_short', 'knowledge_long'],
} as const satisfies Record<Phase, readonly Phase[]>;

/** The chat template of the Labradorite model card, in Jinja; its stop token ends the assistant's turn. */
const labradoriteTemplate = [
  "{% for message in messages %}{% if message['role'] == 'system' %}{{ '<|system|>\\n' + message['content'] + '\\n' }}",
  "{% elif message['role'] == 'user' %}{{ '<|user|>\\n' + message['content'] + '\\n' }}",
  "{% elif message['role'] == 'assistant' %}{{ '<|assistant|>\\n' + message['content'] + '<|endoftext|>' }}",
  "{% if not loop.last %}{{ '\\n' }}{% endif %}{% endif %}{% endfor %}",
  "{% if add_generation_prompt %}{{ '<|assistant|>\\n' }}{% endif %}",
].join('');

const wholeTaxonomy: string[] = [];
const allButBaselines: string[] = [];

/** Default settings of a version. No system prompt by default, because only a model's makers can say who it is. */
export const defaultRecipe = {
  scope: wholeTaxonomy,
  shortAnswerTokens: 64,
  replayFraction: 1,
  seed: 'seedleaf',
  systemPrompt: '',
  chatTemplate: labradoriteTemplate,
  about: { intendedUse: '', limits: '', licence: '', contact: '' },
  pipelines: allButBaselines,
};

/**
 * The exact system prompt of the Labradorite model card. That model was trained with it, so its training data must
 * contain it unchanged. It is only added to rows when someone chooses it.
 */
export const labradoritePrompt =
  'You are Labrador, an AI language model developed by IBM DMF (Data Model Factory) Alignment Team. ' +
  'You are a cautious assistant. You carefully follow instructions. ' +
  'You are helpful and harmless and you follow ethical guidelines and promote positive behavior.';

// Limits for what people type, used by the contract and the form fields.
export const maxDatasetName = 100;
export const maxAbout = 5_000;
export const maxShortAnswerTokens = 100_000;
export const maxOrderSeed = 100;
/** Characters of a system prompt and of a chat template. */
export const maxPrompt = 20_000;

/** The allowed characters of a dataset's name, which becomes part of file names. */
export const datasetNamePattern = /^[A-Za-z0-9][A-Za-z0-9._ -]*$/;
export const datasetNameFault =
  'Start with a letter or digit. Use only letters, digits, spaces, dots, underscores and dashes.';
