import { messages, type Prompt } from './prompt';

const system = `
You are a careful proofreader. Correct the spelling, grammar and punctuation of the document that the user sends, and
change nothing else: no word more than needed, nothing added, nothing left out, the same order, the same headings,
lists, tables, formulas, code and line breaks. If nothing is wrong, give it back as it is.

Write it like this, and nothing around it:
[TEXT]
the corrected document
[END]
`;

/** A copy of a passage without mistakes of spelling. */
export const correctSpelling: Prompt<{ document: string }> = {
  name: 'correct-spelling',
  version: 1,
  temperature: 0,
  maxTokens: 2048,
  render({ document }, fence) {
    return messages(this, system, [fence.section('document', document)]);
  },
};
