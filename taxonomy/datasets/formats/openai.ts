import { z } from 'zod';
import { Message } from '../row-messages';
import { turnsOf } from './features';
import { defineFormat, onePerPart } from './format';
import { jsonLines } from './json-lines';
import { faultOfTurns, endsWithAnswer } from './turns';

/** @see OpenAI, supervised fine-tuning */
export const openai = defineFormat({
  label: 'OpenAI fine-tuning (JSONL, legacy: no new jobs from 2027-01-06)',
  use: 'For OpenAI’s fine-tuning, which takes no new jobs from 2027-01-06. It learns every answer of a row.',
  about:
    'One JSON object per line: `messages`, each with `role` and `content`. `unmask` is not carried. OpenAI’s fine-tuning takes no new jobs from 2027-01-06.',
  columns: { messages: turnsOf('role', 'content') },
  options: z.strictObject({}),
  schema: z.strictObject({ messages: z.array(Message) }),
  fault: ({ messages }) => faultOfTurns(messages, endsWithAnswer),
  encoding: () => jsonLines,
  record: ({ messages }) => ({ messages: messages.map(({ role, content }) => ({ role, content })) }),
  files: onePerPart('jsonl'),
});
