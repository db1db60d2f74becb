import { z } from 'zod';
import { Message } from '../row-messages';
import { turnsOf } from './features';
import { defineFormat, onePerPart } from './format';
import { jsonLines } from './json-lines';
import { endsWithAnswer } from './turns';

const Turn = z.strictObject(Message.shape);

const Record = z
  .strictObject({ prompt: z.array(Turn), completion: z.array(Turn).length(1) })
  .superRefine(({ prompt, completion }, context) => {
    const fault = endsWithAnswer([...prompt, ...completion].map(({ role }) => role));
    if (fault) context.addIssue({ code: 'custom', message: fault });
    else if (completion.some(({ content }) => content === ''))
      context.addIssue({ code: 'custom', message: 'the answer is empty' });
  });

/** @see TRL, dataset_formats.md: conversational prompt-completion */
export const trlPromptCompletion = defineFormat({
  label: 'TRL, prompt and completion (JSONL)',
  use: 'For TRL, which learns only the last answer of each row.',
  about:
    'One JSON object per line: `prompt` (all messages before the last) and `completion` (the last message, an answer), each message with `role` and `content`. `unmask` is not carried.',
  columns: { prompt: turnsOf('role', 'content'), completion: turnsOf('role', 'content') },
  options: z.strictObject({}),
  schema: Record,
  encoding: () => jsonLines,
  record({ messages }) {
    const turns = messages.map(({ role, content }) => ({ role, content }));
    return { prompt: turns.slice(0, -1), completion: turns.slice(-1) };
  },
  files: onePerPart('jsonl'),
});
