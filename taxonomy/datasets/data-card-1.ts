import { number, workTable, type CardParts } from './card-text';
import type { Manifest1 } from './contract';

/** The card's words for versions with a manifest of format 1. They stay as they are: the same version, the same bytes. */
export const cardPartsOf1 = ({ rows, practice, recipe, sources }: Manifest1): CardParts => ({
  practice:
    practice &&
    `${number(practice.rows)} of ${number(rows)} rows were written by Seedleaf's practice teacher, which recombines seed examples. They are for learning the workflow, not for training.`,
  edited: '',
  replay: `${recipe.replayFraction} of each earlier phase`,
  sources: sources.length === 0 ? 'The leaves name no sources.' : workTable(sources),
  about: human.map(([title, hint]) => `## ${title}\n\n<!-- ${hint} -->\n\n*To be written by a person.*`),
});

const human = [
  ['Intended use', 'What is this data for, and what is it not for?'],
  ['Limits and risks', 'What is missing, biased or uncertain? Who could be harmed by a model that learned it?'],
  ['Licence', 'Under which terms may others use it? Mind the sources above and the terms of the teacher.'],
  ['Contact', 'Whom does one ask?'],
] as const;
