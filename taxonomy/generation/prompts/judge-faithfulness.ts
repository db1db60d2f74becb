import { judgePrompt } from './prompt';

const system = `
You check whether a document bears out a statement.
YES - Everything of substance in the statement is said in the document, or follows from what is said there.
NO - Some of it is not in the document, goes beyond it, or contradicts it, even if it is true elsewhere.
The headings above a document belong to it: they say what it is about. Judge by the document alone, not by what you
know.

Name in one to three sentences the place that bears the statement out, or what is missing. Then end with one line, and
nothing after it:
VERDICT: YES
or
VERDICT: NO
`;

/** Whether a document supports an answer. The question is left out on purpose, as in InstructLab's pipeline. */
export const judgeFaithfulness = judgePrompt({
  name: 'judge-faithfulness',
  version: 3,
  system,
  sections: ['headings', 'document', 'answer'],
  order: 'Does the document bear out the answer? Say why in a sentence or two, then VERDICT: YES or VERDICT: NO.',
  cases: [
    {
      row: {
        headings: '',
        document: 'Barn owls hunt at dusk. They find mice by hearing alone, and swallow them whole.',
        answer: 'Barn owls find mice by hearing, and eat up to twenty a night.',
      },
      judged: 'The hearing is in the document; how many they eat is not.\nVERDICT: NO',
    },
    {
      row: {
        headings: 'Owls of Europe › Barn owl',
        document: 'It hunts at dusk. It finds mice by hearing alone, and swallows them whole.',
        answer: 'A barn owl can catch a mouse by its sound, without seeing it.',
      },
      judged:
        'The document says that it finds mice by hearing alone, and its heading names the barn owl.\nVERDICT: YES',
    },
  ],
});
