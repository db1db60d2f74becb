import { Recipe } from './contract';

/**
 * The system prompt that the Labradorite model card states, word for word: the model was trained with it, so data for
 * that model must carry it as it is. People who train another model are shown it and write their own.
 */
const systemPrompt =
  'You are Labrador, an AI language model developed by IBM DMF (Data Model Factory) Alignment Team. ' +
  'You are a cautious assistant. You carefully follow instructions. ' +
  'You are helpful and harmless and you follow ethical guidelines and promote positive behavior.';

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
