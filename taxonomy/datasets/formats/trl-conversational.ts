import { z } from 'zod';
import { Message } from '../row-messages';
import { turnsOf } from './features';
import { defineFormat, onePerPart } from './format';
import { jsonLines } from './json-lines';
import { faultOfTurns, hasAnswer } from './turns';

/** @see TRL, dataset_formats.md: conversational language modeling */
export const trlConversational = defineFormat({
  label: 'TRL, conversational (JSONL)',
  use: 'For TRL, which learns the whole conversation, the system prompt too, unless assistant_only_loss is set.',
  about: 'One JSON object per line: `messages`, each with `role` and `content`. `unmask` is not carried.',
  columns: { messages: turnsOf('role', 'content') },
  options: z.strictObject({}),
  schema: z.strictObject({ messages: z.array(Message) }),
  fault: ({ messages }) => faultOfTurns(messages, hasAnswer),
  encoding: () => jsonLines,
  record: ({ messages }) => ({ messages: messages.map(({ role, content }) => ({ role, content })) }),
  files: onePerPart('jsonl'),
});
