import { messages, tagged, type Prompt } from './prompt';

const system = `
You are a careful proofreader. Correct the spelling, grammar and punctuation of each document that the user sends, and
change nothing else: no word more than needed, nothing added, nothing left out, the same language, the same order, the same headings,
lists, tables, formulas, code and line breaks. If nothing is wrong, give it back as it is.

Write it like this, and nothing around it:
[TEXT]
the corrected document
[END]
`;

const shown = {
  document:
    'The harbour was build in 1874, it has to piers and a lighthous.\n\n- North pier: 310 metres\n- South pier: 240 meters',
  text: 'The harbour was built in 1874; it has two piers and a lighthouse.\n\n- North pier: 310 metres\n- South pier: 240 metres',
};

/** A copy of a passage with correct spelling. */
export const correctSpelling: Prompt<{ document: string }> = {
  name: 'correct-spelling',
  version: 3,
  text: system,
  temperature: 0,
  maxTokens: 2048,
  render({ document }, fence) {
    const asked = (text: string) => [fence.section('document', text), 'Correct the document.'];
    return messages(this, {
      shown: [{ asked: asked(shown.document), answered: tagged('TEXT', [shown.text]) }],
      asked: asked(document),
    });
  },
};
