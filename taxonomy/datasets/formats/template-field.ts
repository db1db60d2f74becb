import type { OptionField } from '../contract-export';
import { templateChoices, templateNames } from '../vocabulary-student';

/** The choice of a chat template. */
export const templateField: OptionField = {
  kind: 'choice',
  name: 'template',
  label: 'Chat template',
  choices: templateChoices.map((value) => ({ value, label: templateNames[value] })),
  start: 'version',
};
