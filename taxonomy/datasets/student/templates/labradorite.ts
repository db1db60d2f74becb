import { defaultRecipe } from '../../vocabulary';
import { chatTemplate } from './chat-template';

/** The template of the Labradorite model card. */
export const labradorite = chatTemplate({
  label: 'Labradorite',
  template: defaultRecipe.chatTemplate,
  endOfTurn: '<|endoftext|>',
  marks: ['<|system|>', '<|user|>', '<|assistant|>', '<|endoftext|>'],
});
