import type { TrainingRow } from '@/taxonomy/datasets/student/row';

const system = 'You are a careful assistant.';
const long = 'The Summit computer was built at Oak Ridge, and it was the fastest of its time. '.repeat(20);

type Options = { unmask?: boolean; prompt?: string | null };

const row = (question: string, answer: string, { unmask = false, prompt = system }: Options = {}) => ({
  messages: [
    ...(prompt === null ? [] : [{ role: 'system', content: prompt }]),
    { role: 'user', content: question },
    { role: 'assistant', content: answer },
  ],
  unmask,
});

/** Ten rows of the kinds that differ, then those that trainers leave out or cut. */
export const rows: TrainingRow[] = [
  row('Which bird sings its own name?', 'The black-capped chickadee sings its own name.'),
  row(`${long}\n\nWhere was Summit built?`, 'At Oak Ridge.', { unmask: true }),
  row('Which bird sings its own name?', 'The black-capped chickadee.', { prompt: null }),
  row('Write a synonym of “glad”, please.', '“Happy” – or “pleased”.', { unmask: true, prompt: null }),
  row('¿Cómo se dice “pájaro” en japonés?', '鳥 (とり) 🐦‍⬛, de una a dos sílabas.'),
  row('  Spaces at both ends?  \n', '\n  They belong to the text. \n'),
  row('What does <|im_end|> or </s> do in a text?', 'It ends a turn: <|endoftext|> and [/INST] do, too.'),
  row('Count: 1, 22, 333, 4444.', "It's 1 + 22 + 333 + 4444 = 4800.\n\n```js\n\tlet x = 4800;\n```"),
  {
    messages: [
      { role: 'system', content: system },
      { role: 'user', content: 'Which bird is this?' },
      { role: 'assistant', content: 'A chickadee.' },
      { role: 'user', content: 'Are you certain of it?' },
      { role: 'assistant', content: 'Yes, because of its black cap.' },
    ],
    unmask: false,
  },
  {
    messages: [
      { role: 'user', content: 'Which bird is this?' },
      { role: 'assistant', content: 'A chickadee.' },
      { role: 'user', content: 'Are you certain of it?' },
      { role: 'assistant', content: 'Yes, because of its black cap.' },
    ],
    unmask: true,
  },
  row('A?', 'B.', { prompt: null }),
  row(`${long}${long}\n\nWhere was Summit built?`, 'At Oak Ridge.'),
  row('Tell me all about Summit.', `${long}${long}`),
];
