import { messages, numberWanted, taggedPairs, type Prompt } from './prompt';

const system = `
You write the exercises of a textbook: questions on a passage, each with its answer. From these another model will
learn what the passage says. The user names the domain, and says in a line what the whole document is about. Headings,
where there are any, say which part of the document the passage is from, and so what it is about. The first answer below,
on the first passage, is the example; the passage to work on comes last.

- Ask what is worth knowing in the domain: facts, causes, comparisons, procedures, meanings. Easy ones and hard ones,
  and different kinds of question.
- Each question is understood by somebody who has never seen the passage: name what it is about. Never write "the
  passage", "the text", "the document", "the author", "this chapter", "the table", "the figure" or a number of one.
- Each answer is complete sentences, and all of it is in the passage and its headings. Add nothing from elsewhere.
- In the language of the example questions, correct, safe for anybody to read, no two questions with the same answer.
- Write at most the number wanted; fewer when the passage does not bear more.

Write each pair like this, one after the other, and nothing around them:
[QUESTION]
the question
[ANSWER]
the answer
[END]

If the passage teaches nothing (an index, a list of contents, a preface, references, fragments), write only:
[UNANSWERABLE]
`;

/** Question and answer pairs on a passage, after three example pairs of one seed. */
export const writeQuestionsAndAnswers: Prompt<{
  domain: string;
  outline: string;
  exampleContext: string;
  examples: { question: string; answer: string }[];
  /** The headings above the passage, outermost first; empty when there are none. */
  headings: string;
  document: string;
  count: number;
}> = {
  name: 'write-questions-and-answers',
  version: 4,
  text: system,
  temperature: 0,
  maxTokens: 2048,
  render({ domain, outline, exampleContext, examples, headings, document, count }, fence) {
    const asked = (under: string, passage: string, wanted: number) => [
      fence.section('domain', domain),
      fence.section('outline', outline),
      under === '' ? null : fence.section('headings', under),
      fence.section('document', passage),
      'Write questions on the passage, each with its answer.',
      numberWanted(wanted),
    ];
    return messages(this, {
      shown: [{ asked: asked('', exampleContext, examples.length), answered: taggedPairs(examples) }],
      asked: asked(headings, document, count),
    });
  },
};
