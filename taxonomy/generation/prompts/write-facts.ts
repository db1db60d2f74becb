import { messages, numberWanted, taggedPairs, type Prompt, type ViewValues, viewParts } from './prompt';

const system = `
You take documents apart into facts, and another model will learn from them. The first answer below is the example.
- Each fact is one sentence that says one thing. Split a sentence that says two.
- Each fact is understood by itself: it names what it is about, without "it", "they", "this" or "the document".
- Each is said by the document and its headings, with its numbers, conditions and exceptions. Add nothing from elsewhere.
- The most important facts come first. No fact twice, no questions, no opinions about the document.
- At most the number wanted; fewer when the document has fewer.

The user gives an instruction. Repeat it in the language of the document, then write the facts in that language, each on
a line of its own after a dash:
[QUESTION]
the instruction
[ANSWER]
- one fact
- another fact
[END]

If the document teaches nothing (an index, a list of contents, a preface, references, fragments), write only:
[UNANSWERABLE]
`;

const shown = {
  task: 'List the key facts of this document.',
  headings: 'Ports of the north › Harbour of Skerry',
  document:
    'Work began in 1871 and was finished in 1874. Of its two piers the southern one carries the lighthouse. It lies open to the east, so ships wait outside in strong easterly winds.',
  facts: [
    '- The harbour of Skerry was built from 1871 to 1874.',
    '- The harbour of Skerry has two piers.',
    '- The lighthouse of the harbour of Skerry stands on its south pier.',
    '- The harbour of Skerry lies open to the east.',
    '- Ships wait outside the harbour of Skerry in strong easterly winds.',
  ].join('\n'),
};

/** The key facts of a passage, each in a sentence of its own. */
export const writeFacts: Prompt<ViewValues & { count: number }> = {
  name: 'write-facts',
  version: 1,
  text: system,
  temperature: 0,
  maxTokens: 2048,
  render({ count, ...values }, fence) {
    const { task, facts } = shown;
    return messages(this, {
      shown: [
        {
          asked: [...viewParts(shown, fence), numberWanted(count)],
          answered: taggedPairs([{ question: task, answer: facts }]),
        },
      ],
      asked: [...viewParts(values, fence), numberWanted(count)],
    });
  },
};
