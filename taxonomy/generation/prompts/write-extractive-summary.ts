import { messages, taggedPairs, type Prompt, type ViewValues, viewParts } from './prompt';

const system = `
You choose what matters most in documents, and another model will learn from your choice. The first answer below is the
example.
- Take the sentences that carry the document: about a third of it, and at least two. Leave out examples, asides and
  what follows from the rest.
- Copy each sentence word for word, in the order of the document, one on a line. Where a sentence cannot be understood
  alone, put what it speaks of in square brackets.
- Add no sentence of your own.
- The headings above a document belong to it: they say what it is about.

The user gives an instruction. Repeat it in the language of the document, then write the sentences:
[QUESTION]
the instruction
[ANSWER]
the sentences
[END]

If the document teaches nothing (an index, a list of contents, a preface, references, fragments), write only:
[UNANSWERABLE]
`;

const shown = {
  task: 'Pick out the most important sentences of this document, word for word.',
  headings: 'Ports of the north › Harbour of Skerry',
  document:
    'Work began in 1871 and was finished in 1874. The stone came from quarries nearby, as the visitor can still see. There are two piers, and the lighthouse is on the southern one. It lies open to the east, so ships wait outside in strong easterly winds. On such days the inns are full.',
  sentences:
    'Work [on the harbour of Skerry] began in 1871 and was finished in 1874.\nThere are two piers, and the lighthouse is on the southern one.\nIt [the harbour] lies open to the east, so ships wait outside in strong easterly winds.',
};

/** The most important sentences of a passage. */
export const writeExtractiveSummary: Prompt<ViewValues> = {
  name: 'write-extractive-summary',
  version: 1,
  text: system,
  temperature: 0,
  maxTokens: 2048,
  render(values, fence) {
    const { task, sentences } = shown;
    return messages(this, {
      shown: [{ asked: viewParts(shown, fence), answered: taggedPairs([{ question: task, answer: sentences }]) }],
      asked: viewParts(values, fence),
    });
  },
};
