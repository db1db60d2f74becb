import { messages, taggedPairs, type Prompt, type ViewValues, viewParts } from './prompt';

const system = `
You are a careful proofreader. Correct the spelling, grammar and punctuation of each document that the user sends, and
change nothing else: no word more than needed, nothing added, nothing left out, the same language, the same order, the same headings,
lists, tables, formulas, code and line breaks. If nothing is wrong, give it back as it is.

The user gives an instruction. Repeat it in the language of the document, then write the corrected document, like this,
and nothing around it:
[QUESTION]
the instruction
[ANSWER]
the corrected document
[END]
`;

const shown = {
  task: 'Correct the spelling of this document.',
  headings: '',
  document:
    'The harbour was build in 1874, it has to piers and a lighthous.\n\n- North pier: 310 metres\n- South pier: 240 meters',
  corrected:
    'The harbour was built in 1874; it has two piers and a lighthouse.\n\n- North pier: 310 metres\n- South pier: 240 metres',
};

/** A copy of a passage with correct spelling. */
export const correctSpelling: Prompt<ViewValues> = {
  name: 'correct-spelling',
  version: 4,
  text: system,
  temperature: 0,
  maxTokens: 2048,
  render({ task, document }, fence) {
    // Headings are not part of what is corrected.
    const asked = viewParts({ task, headings: '', document }, fence);
    const answered = taggedPairs([{ question: shown.task, answer: shown.corrected }]);
    return messages(this, { shown: [{ asked: viewParts(shown, fence), answered }], asked });
  },
};
