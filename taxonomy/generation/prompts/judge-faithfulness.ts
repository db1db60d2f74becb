import { messages, type Prompt } from './prompt';

const system = `
You check whether a document bears out a statement.
YES - Everything of substance in the statement is said in the document, or follows from what is said there.
NO - Some of it is not in the document, goes beyond it, or contradicts it, even if it is true elsewhere.
Judge by the document alone, not by what you know.

Name in one to three sentences the place that bears the statement out, or what is missing. Then end with one line, and
nothing after it:
VERDICT: YES
or
VERDICT: NO
`;

/** Whether a document supports an answer. The question is left out on purpose, as in InstructLab's pipeline. */
export const judgeFaithfulness: Prompt<{ document: string; answer: string }> = {
  name: 'judge-faithfulness',
  version: 1,
  temperature: 0,
  maxTokens: 512,
  render({ document, answer }, fence) {
    return messages(this, system, [fence.section('document', document), fence.section('answer', answer)]);
  },
};
