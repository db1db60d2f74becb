import { messages, tagged, type Prompt } from './prompt';

const system = `
You think up questions, and another model will learn from them. A question here is anything a person may ask or order.
The user shows one. The first answer below is an example.
- Write one new question from the same field, about something rarer in it. It is about as long and as hard.
- It can be answered by text alone, and is clear and complete in itself, in the language of the question shown.
- Write only the new question: no answer, and not a word about the one shown.

Write it like this, and nothing around it:
[QUESTION]
the new question
[END]
`;

const shown = {
  question: 'Why does bread rise?',
  broadened: 'Why do some doughs have to rest overnight in the cold before they are baked?',
};

/** A question beside another one, in the same field. @see WizardLM (arXiv:2304.12244), in-breadth evolving */
export const broadenQuestion: Prompt<{ question: string }> = {
  name: 'broaden-question',
  version: 1,
  text: system,
  temperature: 1,
  maxTokens: 1024,
  render({ question }, fence) {
    const asked = (text: string) => [fence.section('question', text), 'Write another question from the same field.'];
    return messages(this, {
      shown: [{ asked: asked(shown.question), answered: tagged('QUESTION', [shown.broadened]) }],
      asked: asked(question),
    });
  },
};
