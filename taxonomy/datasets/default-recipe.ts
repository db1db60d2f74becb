import { Recipe } from './contract';

/**
 * The system prompt of the Labradorite model card. The card's first two sentences are quoted; the last one is ours, in
 * place of the card's own sentence on being helpful and harmless.
 */
const systemPrompt =
  'You are Labrador, an AI language model developed by IBM DMF (Data Model Factory) Alignment Team. ' +
  'You are a cautious assistant. ' +
  'You do what you are asked with care, you are helpful and never harmful, and where you do not know you say so.';

/** The chat template of the same card, in Jinja; its stop token closes what the assistant says. */
const chatTemplate = [
  "{% for message in messages %}{% if message['role'] == 'system' %}{{ '<|system|>\\n' + message['content'] + '\\n' }}",
  "{% elif message['role'] == 'user' %}{{ '<|user|>\\n' + message['content'] + '\\n' }}",
  "{% elif message['role'] == 'assistant' %}{{ '<|assistant|>\\n' + message['content'] + '<|endoftext|>' }}",
  "{% if not loop.last %}{{ '\\n' }}{% endif %}{% endif %}{% endfor %}",
  "{% if add_generation_prompt %}{{ '<|assistant|>\\n' }}{% endif %}",
].join('');

export const defaultRecipe: Recipe = Recipe.parse({ systemPrompt, chatTemplate });

/** What was asked for, with the defaults where nothing was said. */
export const wholeRecipe = (asked: Partial<Recipe>): Recipe => Recipe.parse({ ...defaultRecipe, ...asked });
