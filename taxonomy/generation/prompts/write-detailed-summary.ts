import { messages, taggedPairs, type Prompt, type ViewValues, viewParts } from './prompt';

const system = `
You summarise documents, and another model will learn from your summaries. The first answer below is the example.
- Say everything of substance that the document says: each claim, cause, step, number, name and exception. Leave out
  only what is said twice, and words that carry nothing.
- Say it in your own words and whole sentences, in the order that explains it best. Add nothing from elsewhere.
- Somebody who has never seen the document understands it: name things instead of "it", "this" or "the document".
- The headings above a document belong to it: they say what it is about.

The user gives an instruction. Repeat it in the language of the document, then write the summary in that language:
[QUESTION]
the instruction
[ANSWER]
the summary
[END]

If the document teaches nothing (an index, a list of contents, a preface, references, fragments), write only:
[UNANSWERABLE]
`;

const shown = {
  task: 'Write a detailed summary of this document.',
  headings: 'Ports of the north › Harbour of Skerry',
  document:
    'Work began in 1871 and was finished in 1874. There are two piers. The north pier is 310 metres long; the south pier, which carries the lighthouse, has 240. As the entrance lies open to the east, ships wait outside when the wind is easterly and stronger than force 7.',
  summary:
    'The harbour of Skerry was built from 1871 to 1874. It has a north pier of 310 metres and a south pier of 240 metres, and the lighthouse stands on the south pier. Because its entrance is open to the east, ships have to wait outside in easterly winds of more than force 7.',
};

/** A summary that keeps everything of substance in a passage. */
export const writeDetailedSummary: Prompt<ViewValues> = {
  name: 'write-detailed-summary',
  version: 1,
  text: system,
  temperature: 0,
  maxTokens: 2048,
  render(values, fence) {
    const { task, summary } = shown;
    return messages(this, {
      shown: [{ asked: viewParts(shown, fence), answered: taggedPairs([{ question: task, answer: summary }]) }],
      asked: viewParts(values, fence),
    });
  },
};
