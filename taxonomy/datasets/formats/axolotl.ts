import { z } from 'zod';
import { Message } from '../row-messages';
import { defineFormat, onePerPart } from './format';
import { jsonLines } from './json-lines';
import { faultOfTurns, hasAnswer } from './turns';

/** @see axolotl, docs/dataset-formats/conversation.qmd: message_field_training */
export const axolotl = defineFormat({
  label: 'Axolotl (JSONL)',
  use: 'For Axolotl, which learns exactly the messages that each row asks for.',
  about:
    'One JSON object per line: `messages`, each with `role`, `content` and `train` (true for what is learned: answers, and with `unmask` questions too, never the system prompt). Set `type: chat_template`, `message_field_training: train` and `roles_to_train: []`.',
  columns: { messages: { list: { struct: { role: 'string', content: 'string', train: 'bool' } } } },
  options: z.strictObject({}),
  schema: z.strictObject({ messages: z.array(Message.extend({ train: z.boolean() })) }),
  fault: ({ messages }) => faultOfTurns(messages, hasAnswer),
  encoding: () => jsonLines,
  record: ({ messages, unmask }) => ({
    messages: messages.map(({ role, content }) => ({
      role,
      content,
      train: role === 'assistant' || (unmask && role === 'user'),
    })),
  }),
  files: onePerPart('jsonl'),
});
