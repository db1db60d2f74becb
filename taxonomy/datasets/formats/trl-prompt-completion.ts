import { z } from 'zod';
import { Message } from '../row-messages';
import { turnsOf } from './features';
import { defineFormat, onePerPart } from './format';
import { jsonLines } from './json-lines';
import { endsWithAnswer, faultOfTurns } from './turns';

const Record = z.strictObject({ prompt: z.array(Message), completion: z.array(Message).length(1) });

/** @see TRL, dataset_formats.md: conversational prompt-completion */
export const trlPromptCompletion = defineFormat({
  label: 'TRL, prompt and completion (JSONL)',
  use: 'For TRL, which learns only the last answer of each row.',
  about:
    'One JSON object per line: `prompt` (all messages before the last) and `completion` (the last message, an answer), each message with `role` and `content`. `unmask` is not carried.',
  columns: { prompt: turnsOf('role', 'content'), completion: turnsOf('role', 'content') },
  options: z.strictObject({}),
  schema: Record,
  fault: ({ prompt, completion }) => faultOfTurns([...prompt, ...completion], endsWithAnswer),
  encoding: () => jsonLines,
  record({ messages }) {
    const turns = messages.map(({ role, content }) => ({ role, content }));
    return { prompt: turns.slice(0, -1), completion: turns.slice(-1) };
  },
  files: onePerPart('jsonl'),
});
