/** The shipped chat templates, by name. Their Jinja is in student/templates. */
export const shippedTemplates = ['labradorite', 'granite', 'llama3', 'mistral', 'chatml'] as const;
export type ShippedTemplate = (typeof shippedTemplates)[number];

/** `version` is the template in a version's recipe, `tokenizer` the one that an uploaded tokenizer came with. */
export const templateNames = {
  version: 'The version’s',
  tokenizer: 'The tokenizer’s own',
  labradorite: 'Labradorite',
  granite: 'Granite 3',
  llama3: 'Llama 3',
  mistral: 'Mistral',
  chatml: 'ChatML',
} as const satisfies Record<ShippedTemplate | 'version' | 'tokenizer', string>;
export type TemplateName = keyof typeof templateNames;
export const templateChoices = Object.keys(templateNames) as TemplateName[];

/** The trainers whose reading is known. Each says in one line what it learns, and what it does with long rows. */
export const trainerNames = {
  'instructlab-training': 'instructlab-training',
  'trl-messages': 'TRL, messages',
  'trl-prompt-completion': 'TRL, prompt and completion',
  'trl-tokens': 'TRL, tokens',
  axolotl: 'Axolotl',
  'llama-factory': 'LLaMA-Factory',
} as const;
export type Trainer = keyof typeof trainerNames;
export const trainers = Object.keys(trainerNames) as Trainer[];

export const trainerHabits = {
  'instructlab-training':
    'Learns answers, or everything but the system prompt where a row says so. Drops rows of under 20 tokens, and rows of the maximum length or more.',
  'trl-messages':
    'Learns everything, the system prompt and the question too. Cuts off what is over the maximum length.',
  'trl-prompt-completion':
    'Learns the last answer. Cuts off what is over the maximum length, and drops rows of which no answer is left.',
  'trl-tokens':
    'Learns what the labels in the file say. Cuts off what is over the maximum length, and drops rows of which nothing to learn is left.',
  axolotl: 'Learns the messages that are marked in the file. Drops rows over the maximum length.',
  'llama-factory':
    'Learns answers, or whole rows in a run with train_on_prompt. Cuts questions and answers in proportion. Skips rows whose roles do not alternate.',
} as const satisfies Record<Trainer, string>;

/** Why a trainer does not use a row, as a sentence about it. */
export const dropReasons = {
  too_short: 'It has fewer tokens than the trainer wants.',
  too_long: 'It has more tokens than the trainer takes.',
  nothing_learned: 'Nothing to learn is left of it.',
  not_alternating: 'User and assistant do not alternate.',
} as const;
export type DropReason = keyof typeof dropReasons;

/** What happens to marks of the template that stand in the text of a row. */
export const markChoices = ['keep', 'break up', 'refuse'] as const;
export type MarkChoice = (typeof markChoices)[number];

export const markChoiceNames = {
  keep: 'Keep them',
  'break up': 'Break them up with a space',
  refuse: 'Refuse the row',
} as const satisfies Record<MarkChoice, string>;

export const defaultMaxTokens = 4096;
export const mostMaxTokens = 1_000_000;

// Limits of an uploaded tokenizer.
export const maxTokenizerName = 100;
export const maxTokenizers = 50;
/** Bytes of a tokenizer.json. The largest in common use, Gemma's, has 33 million. */
export const maxTokenizerBytes = 36 * 1024 * 1024;
/** Bytes of a tokenizer_config.json or chat_template.jinja. */
export const maxTokenizerConfigBytes = 4 * 1024 * 1024;
