import type { Recipe } from './contract-recipe';
import type { Part, Split } from './vocabulary-limits';
import { labPhases } from './vocabulary-phases';

export const partNames = {
  knowledge_short: 'Knowledge, short answers',
  knowledge_long: 'Knowledge, long answers',
  foundational_short: 'Foundational skills, short answers',
  foundational_long: 'Foundational skills, long answers',
  compositional: 'Compositional skills',
} as const satisfies Record<Part, string>;

export const splitNames = { train: 'Train', validation: 'Validation', test: 'Test' } as const satisfies Record<
  Split,
  string
>;

/** The sections that people write, in the order of the data card. */
export const aboutKeys = ['intendedUse', 'limits', 'licence', 'contact'] as const;

export const aboutNames = {
  intendedUse: 'Intended use',
  limits: 'Limits and risks',
  licence: 'Licence',
  contact: 'Contact',
} as const satisfies Record<(typeof aboutKeys)[number], string>;

/** The chat template of the Labradorite model card, in Jinja; its stop token ends the assistant's turn. */
const labradoriteTemplate = [
  "{% for message in messages %}{% if message['role'] == 'system' %}{{ '<|system|>\\n' + message['content'] + '\\n' }}",
  "{% elif message['role'] == 'user' %}{{ '<|user|>\\n' + message['content'] + '\\n' }}",
  "{% elif message['role'] == 'assistant' %}{{ '<|assistant|>\\n' + message['content'] + '<|endoftext|>' }}",
  "{% if not loop.last %}{{ '\\n' }}{% endif %}{% endif %}{% endfor %}",
  "{% if add_generation_prompt %}{{ '<|assistant|>\\n' }}{% endif %}",
].join('');

/** Default settings of a version. No system prompt by default, because only a model's makers can say who it is. */
export const defaultRecipe: Recipe = {
  scope: [],
  selection: { pipelines: [], runs: [], teachers: [], isPendingTaken: false, minimumScores: [] },
  shortAnswerTokens: 64,
  phases: labPhases(),
  balance: { mode: 'all' },
  splits: { validation: 0, test: 0 },
  seed: 'seedleaf',
  systemPrompt: '',
  chatTemplate: labradoriteTemplate,
  about: { intendedUse: '', limits: '', licence: '', contact: '' },
};

/**
 * The exact system prompt of the Labradorite model card. That model was trained with it, so its training data must
 * contain it unchanged. It is only added to rows when someone chooses it.
 */
export const labradoritePrompt =
  'You are Labrador, an AI language model developed by IBM DMF (Data Model Factory) Alignment Team. ' +
  'You are a cautious assistant. You carefully follow instructions. ' +
  'You are helpful and harmless and you follow ethical guidelines and promote positive behavior.';
