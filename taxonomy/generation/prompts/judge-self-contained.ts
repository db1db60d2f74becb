import { messages, type Prompt } from './prompt';

const system = `
You check one exam question in the domain that the user names. It scores 1 when all of this holds, else 0:
- Somebody who knows the domain can answer it with nothing else before them.
- It does not lean on a text, table, figure, example or earlier question that is not in it ("according to the
  passage", "in the table above", "the author says").
- It says which thing it is about: no "he", "it" or "this method" without a name.

Say in one or two sentences how it fares. Then end with one line, and nothing after it:
SCORE: 1
or
SCORE: 0
`;

/** 1 for a question that can be understood and answered without its passage, 0 for any other. */
export const judgeSelfContained: Prompt<{ domain: string; question: string }> = {
  name: 'judge-self-contained',
  version: 1,
  temperature: 0,
  maxTokens: 512,
  render({ domain, question }, fence) {
    return messages(this, system, [fence.section('domain', domain), fence.section('question', question)]);
  },
};
